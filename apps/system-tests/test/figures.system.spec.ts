import { join } from 'node:path';
import fc from 'fast-check';
import { readBundles, type BundleRows } from '../src/bundleRows.ts';
import { overviewOf, type Asked } from '../src/reference.ts';
import { questionsDuring, startCountingGateway, type CountingGateway } from './batching.ts';
import { changed, daysIn, expectedOf, generated, sampleFolder, sizeOf } from './bundles.ts';
import { totalOf, type Ended } from './command.ts';
import { askWhole } from '@xunlian/testing/graph';
import { figuresOf } from './graph.ts';
import { hopsIn, hopsQuestion, measuresIn } from './hops.ts';
import { startEmpty, type Started } from './started.ts';

interface Hops {
  readonly office: { readonly measures: { readonly nodes: readonly object[] } };
}

/** The samples, and provinces that were made up: all in one system, so that none may show in another's figures. */
const samples = ['loudi', 'xinxian'];
const provinces = [{ province: '440000', seed: 1 }, { province: '450000', seed: 2 }];
const unchanged = (bundle: BundleRows) => ({ created: 0, updated: 0, unchanged: sizeOf(bundle), rejected: 0 });

let started: Started;
let bundles: { folder: string; rows: BundleRows }[];
let imported: Ended[];

/** Imports folders at the same time, as offices do that know nothing of each other. */
const importing = (folders: readonly string[]) => Promise.all(folders.map((folder) => started.xunlian('import', folder)));

beforeAll(async () => {
  started = await startEmpty();
  const made = await Promise.all(provinces.map(async ({ province, seed }) => {
    const folder = join(started.folder, province);
    return { folder, rows: await generated(folder, { rows: 1_500, seed, province }) };
  }));
  bundles = [...samples.map(sampleFolder).map((folder) => ({ folder, rows: readBundles(folder) })), ...made];
  imported = await importing(bundles.map(({ folder }) => folder));
}, 90_000);
afterAll(() => started?.stop());

/** Compares figures of a province with those worked out from its rows alone, for any office, period and scope. */
async function expectFiguresOf(bundle: BundleRows): Promise<void> {
  const days = daysIn(bundle);
  const asking = fc.record({
    office: fc.constantFrom(...bundle('offices').map(({ code = '' }) => code)),
    scope: fc.constantFrom('OWN' as const, 'SUBTREE' as const),
    period: fc.tuple(fc.constantFrom(...days), fc.constantFrom(...days)).map((two) => two.sort()),
  });
  await fc.assert(fc.asyncProperty(asking, async ({ office, scope, period: [from = '', to = ''] }) => {
    const asked: Asked = { office, scope, from, to };
    expect(await figuresOf(started.system.url, asked)).toEqual(overviewOf(bundle, asked));
  }), { numRuns: 20 });
}

describe('bundles that are imported at the same time', () => {
  it('are recorded to the last row, and each import says so', () => {
    expect(imported.map(({ code }) => code)).toEqual(bundles.map(() => 0));
    expect(imported.map(totalOf)).toEqual(bundles.map(({ rows }) => ({ ...unchanged(rows), created: sizeOf(rows), unchanged: 0 })));
  });

  it.each(samples)('give every expected figure of the sample %s', async (sample) => {
    for (const asked of await expectedOf(sample)) expect({ ...asked, overview: await figuresOf(started.system.url, asked) }).toEqual(asked);
  });

  it.each([0, 1, 2, 3])('give the figures that follow from the rows of bundle %d, for any office, period and scope', async (number) => {
    await expectFiguresOf(bundles[number]?.rows ?? (() => []));
  });
});

describe('one request', () => {
  it('leads from an office to its figures, and from record to record both ways through all services', async () => {
    const rows = bundles[2]?.rows ?? (() => []);
    const [office, organization] = ['440101', inspectedTwice(rows, '440101')];
    const asked: Asked = { office, scope: 'OWN', from: '2017-01-01', to: '2018-12-31' };
    const { office: shown, ...records } = await askWhole<Hops>(started.system.url, hopsQuestion, { ...asked, organization });
    expect(records).toEqual(hopsIn(rows, { office, organization }));
    expect(shown.measures.nodes).toEqual(measuresIn(rows, office));
    const { problems, inspections } = overviewOf(rows, asked);
    expect(shown).toMatchObject({ level: 'COUNTY', overview: { problems: { found: problems.found }, inspections: { total: inspections.total } } });
  });
});

describe('a list of a hundred findings', () => {
  let gateway: CountingGateway;
  beforeAll(async () => { gateway = await startCountingGateway(started); });
  afterAll(() => gateway.stop());

  it('with a record of each service costs one request a service', async () => {
    expect(await costOf('inspection { mode } organization { name } rectification { dueOn }')).toEqual({
      requests: { findings: 1, rounds: 1, organizations: 1, rectification: 1, pools: 0, insight: 0 },
      questions: { 'findings.findings': 1, 'organizations.organizations': 1, 'rectification.rectifications': 1, 'rounds.inspections': 1 },
    });
  });
  it('with several records of a service still costs one request a service, and one question to MongoDB a kind', async () => {
    expect(await costOf('inspection { mode } round { name } organization { name } office { name } rectification { dueOn }')).toEqual({
      requests: { findings: 1, rounds: 1, organizations: 1, rectification: 1, pools: 0, insight: 0 },
      questions: {
        'findings.findings': 1, 'organizations.offices': 1, 'organizations.organizations': 1, 'rectification.rectifications': 1,
        'rounds.inspections': 1, 'rounds.rounds': 1,
      },
    });
  });

  async function costOf(fields: string) {
    gateway.counts();
    const questions = await questionsDuring(started, async () => {
      const { findings } = await askWhole<{ findings: { nodes: object[] } }>(gateway.url, `{ findings(first: 100) { nodes { code ${fields} } } }`);
      expect(findings.nodes).toHaveLength(100);
    });
    return { requests: gateway.counts(), questions };
  }
});

describe('a bundle that is imported again', () => {
  it('changes nothing where nothing is new, and the figures stay', async () => {
    const again = bundles.slice(1, 3);
    expect((await importing(again.map(({ folder }) => folder))).map(totalOf)).toEqual(again.map(({ rows }) => unchanged(rows)));
    for (const { rows } of again) await expectFiguresOf(rows);
  });

  it('changes the records whose rows have changed, and the figures with them', async () => {
    const folder = join(started.folder, 'changed');
    const changes = await changed(bundles[3]?.rows ?? (() => []), folder);
    const { code, ...ended } = await started.xunlian('import', folder);
    expect({ code, ...totalOf({ code, ...ended }) }).toEqual({ code: 0, created: 0, updated: changes, unchanged: expect.any(Number) as number, rejected: 0 });
    await expectFiguresOf(readBundles(folder));
  });
});

/** An organisation of an office that was inspected more than once. */
function inspectedTwice(rows: BundleRows, office: string): string {
  const own = new Set(rows('organizations').filter(({ office_code }) => office_code === office).map(({ code }) => code));
  const inspected = Map.groupBy(rows('inspections'), ({ organization_code = '' }) => organization_code);
  return [...inspected].find(([code, { length }]) => own.has(code) && length > 1)?.[0] ?? '';
}
