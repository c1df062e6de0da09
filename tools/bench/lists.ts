import { asking, type Asking } from './asking.ts';
import { sayLoad } from './machine.ts';
import { bundleOf, importInto, inRoom } from './room.ts';
import { sayTable } from './table.ts';
import { ms, timed } from './timing.ts';

const first = 50;
const deepest = 999 * first;
const [warmUps, requests] = [20, 150];

const query = `query List($filter: FindingFilter, $first: Int!, $after: String) {
  findings(filter: $filter, first: $first, after: $after) {
    nodes { code discipline theme scope immediate foundOn summary inspection { code } organization { code } round { code } office { code } }
    pageInfo { hasNextPage endCursor }
  }
}`;

interface Finding {
  readonly inspection: { readonly code: string };
  readonly organization: { readonly code: string };
  readonly round: { readonly code: string };
  readonly office: { readonly code: string };
}

interface Page {
  readonly nodes: readonly Finding[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

/** Pages of the list of findings, plain and under each filter, in a system of 1,000 findings and of 100,000. */
export async function benchLists(rows = 128_000): Promise<void> {
  await inRoom(async ({ system, folder }) => {
    const { ask, close } = asking(system.url, 1);
    const lines: string[][] = [];
    for (const [size, province] of [[1_300, '450000'], [rows, '440000']] as const) {
      await importInto(system, await bundleOf(size, { folder, province }));
      const { findings } = await ask<{ findings: { totalCount: number } }>('{ findings(first: 1) { totalCount } }');
      for (const [name, filter] of await filtersFor(ask, province)) {
        const deep = await deepPage(ask, filter);
        const cells = [await pageTime(ask, filter, null), deep.after === null ? '–' : await pageTime(ask, filter, deep.after)];
        lines.push([name, String(findings.totalCount), cells[0] ?? '', cells[1] ?? '', deep.after === null ? '' : String(1 + deep.passed / first)]);
      }
    }
    sayTable(`lists of findings, ${first} a page, ${requests} requests by one caller`, ['filter', 'findings', 'first p50 ms', 'deep p50 ms', 'page'], lines);
    sayLoad();
    await close();
  });
}

async function filtersFor(ask: Asking['ask'], province: string): Promise<[string, object][]> {
  const { nodes: [sample] } = await page(ask, {}, { first: 1 });
  if (!sample) throw new Error('There are no findings.');
  const subtree = { code: province, scope: 'SUBTREE' };
  return [
    ['none', {}],
    ['sub-tree of the province', { office: subtree }],
    ['office alone', { office: { code: sample.office.code, scope: 'OWN' } }],
    ['organisation', { organization: sample.organization.code }],
    ['round', { round: sample.round.code }],
    ['discipline', { discipline: 'INTEGRITY' }],
    ['days', { days: { from: '2018-01-01', to: '2018-12-31' } }],
    ['sub-tree, discipline and days', { office: subtree, discipline: 'INTEGRITY', days: { from: '2017-01-01', to: '2018-12-31' } }],
  ];
}

async function page(ask: Asking['ask'], filter: object, place: { first: number; after?: string | null }): Promise<Page> {
  const { findings } = await ask<{ findings: Page }>(query, { filter, ...place });
  return findings;
}

/** Walks to the thousandth page, or as far as there are pages; `after` is null when there is only one. */
async function deepPage(ask: Asking['ask'], filter: object): Promise<{ after: string | null; passed: number }> {
  let after: string | null = null;
  let passed = 0;
  while (passed < deepest) {
    const step = Math.min(deepest - passed, passed < 10 * first ? first : 1_000);
    const { nodes, pageInfo }: Page = await page(ask, filter, { first: step, after });
    if (!pageInfo.hasNextPage || nodes.length < step) break;
    [after, passed] = [pageInfo.endCursor, passed + step];
  }
  return { after, passed };
}

async function pageTime(ask: Asking['ask'], filter: object, after: string | null): Promise<string> {
  const question = () => page(ask, filter, { first, after });
  await timed(question, { callers: 1, requests: warmUps });
  return ms((await timed(question, { callers: 1, requests })).p50);
}
