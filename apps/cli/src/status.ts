import type { StatusQuery } from './__generated__/operations.ts';
import type { Graph } from './graph.ts';
import { fixedQuestion } from './questions.ts';
import type { Terminal } from './terminal.ts';
import { layOut } from './terminal.ts';

/** Prints where every service stands; false when one of them did not say. */
export async function showStatus(graph: Graph, terminal: Terminal): Promise<boolean> {
  const { data, errors } = await graph.answer<Partial<StatusQuery>>({ query: fixedQuestion('status') });
  for (const line of statusLines(data ?? {})) terminal.print(line);
  for (const error of errors) terminal.complain(error.message);
  return errors.length === 0 && Object.values(data ?? {}).every(Boolean);
}

/** A line for each service under a header; none when there is no service. */
export function statusLines(data: Partial<StatusQuery>): string[] {
  const rows = Object.entries(data).map(([field, status]) => status
    ? [status.service, String(status.facts), String(status.unrelayed), [...status.feeds.map(({ source, lag }) => `${source} ${lag}`), ...rebuildsIn(status)].join(', ')]
    : [field.replace(/Status$/, ''), 'no answer', '', '']);
  return rows.length > 0 ? layOut(['service', 'facts', 'not yet relayed', 'feed lag'], rows) : [];
}

/** What is being built anew, and how far that is. */
function rebuildsIn({ rebuilds }: NonNullable<StatusQuery['roundsStatus']>): string[] {
  return rebuilds.filter(({ state }) => state === 'BUILDING').map(({ readModel, taken }) => `${readModel} is built anew (${taken} facts)`);
}
