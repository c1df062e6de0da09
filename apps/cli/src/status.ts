import type { StatusQuery } from './__generated__/operations.ts';
import type { Graph } from './graph.ts';
import { fixedQuestion } from './questions.ts';
import type { Terminal } from './terminal.ts';
import { layOut } from './terminal.ts';

/** Prints where every service stands; false when one of them did not say. */
export async function showStatus(graph: Graph, terminal: Terminal): Promise<boolean> {
  const { data, errors } = await graph.answer<Partial<StatusQuery>>({ query: fixedQuestion('status') });
  const rows = Object.entries(data ?? {}).map(([field, status]) => status
    ? [status.service, String(status.facts), String(status.unrelayed), [...status.feeds.map(({ source, lag }) => `${source} ${lag}`), ...rebuildsIn(status)].join(', ')]
    : [field.replace(/Status$/, ''), 'no answer', '', '']);
  if (rows.length > 0) for (const line of layOut(['service', 'facts', 'not yet relayed', 'feed lag'], rows)) terminal.print(line);
  for (const error of errors) terminal.complain(error.message);
  return errors.length === 0 && Object.values(data ?? {}).every(Boolean);
}

/** What is being built anew, and how far that is. */
function rebuildsIn({ rebuilds }: NonNullable<StatusQuery['roundsStatus']>): string[] {
  return rebuilds.filter(({ state }) => state === 'BUILDING').map(({ readModel, taken }) => `${readModel} is built anew (${taken} facts)`);
}
