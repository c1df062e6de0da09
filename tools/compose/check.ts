import { breakingChanges } from './breaks.ts';
import type { Composed, Subgraph } from './compose.ts';
import { misplacedRequires, undescribed } from './rules.ts';

/** The command that writes what the check compares with. */
export const command = 'npm exec -- node tools/compose/main.ts';

/** House rules that the services' schemas break, one line each. */
export function brokenRules(subgraphs: readonly Subgraph[], { api }: Composed): string[] {
  return [...subgraphs.flatMap(misplacedRequires), ...undescribed(api)];
}

/** Why clients of the committed API would break, one line each; none where nothing is committed yet. */
export async function brokenPromises(committed: Composed | null, composed: Composed): Promise<string[]> {
  const breaks = committed ? await breakingChanges(committed.api, composed.api) : [];
  return breaks.length === 0 ? [] : [
    'This breaks clients of the API as it is committed in apps/gateway/api.graphql:',
    ...breaks.map((change) => `  ${change}`),
    `If it is meant: ${command} --accept-breaks`,
  ];
}

/** Which committed files are not what the schemas compose to, one line each. */
export function outdated(committed: Composed | null, composed: Composed): string[] {
  return (['supergraph', 'api'] as const).filter((part) => committed?.[part] !== composed[part])
    .map((part) => `apps/gateway/${part}.graphql is not what the services' schemas compose to. Run: ${command}`);
}
