import { readFileSync } from 'node:fs';
import { encodeViewer, headerNames, signerFor, startService } from '@xunlian/service';
import type { RunningService } from '@xunlian/service';
import { request } from 'undici';
import { contextOver } from '../src/context.ts';
import { overview } from '../src/overview/resolvers.ts';
import type { Rows } from '../src/rows/file.ts';
import { hear, rowsOf } from './happenings.ts';
import { sampleAnswers, sampleFacts } from './samples.ts';

const key = 'ab'.repeat(32);
const sign = signerFor('insight', key);
const question = readFileSync(new URL('../../../infra/samples/overview.graphql', import.meta.url), 'utf8');
/** The part of the sample question that this service answers. */
const figures = question.slice(question.indexOf('overview('), question.indexOf('fragment')).trimEnd().slice(0, -5);
const rate = question.slice(question.indexOf('fragment'));
const query = `query ($offices: [_Any!]!, $from: Date!, $to: Date!, $scope: OfficeScope!) { _entities(representations: $offices) { ... on Office { code ${figures} } } } ${rate}`;

interface Reply { data: { _entities: { code: string; overview: object | null }[] } | null; errors?: { message: string; extensions: { code: string } }[] }

let rows: Rows;
/** Questions to the rows that are not answered yet, and the most there were of them. */
let asked = { now: 0, most: 0 };
let service: RunningService;

const representations = (offices: readonly string[]) => offices.map((code) => ({ __typename: 'Office', code }));
const ask = (offices: readonly string[], period: object, lineage: readonly string[] = []) => send({ query, variables: { offices: representations(offices), ...period } }, lineage);

async function send(asking: { query: string; variables: object }, lineage: readonly string[] = []): Promise<Reply> {
  const body = JSON.stringify(asking);
  const viewer = encodeViewer({ name: 'registrar', role: 'REGISTRAR', lineage });
  const headers = { 'content-type': 'application/json', [headerNames.viewer]: viewer, [headerNames.request]: 'request-0001' };
  const signed = { ...headers, [headerNames.signed]: sign({ viewer, request: 'request-0001', after: '', body }) };
  const answer = await request(`${service.url}/graphql`, { method: 'POST', body, headers: signed });
  return (await answer.body.json()) as Reply;
}

const year = { from: '2020-01-01', to: '2020-12-31', scope: 'SUBTREE' };

beforeAll(async () => {
  rows = await rowsOf();
  await hear(rows, ['loudi', 'xinxian'].flatMap(sampleFacts));
  const counted: Rows['ask'] = async (...statements) => {
    asked.most = Math.max(asked.most, asked.now += 1);
    return rows.ask(...statements).finally(() => { asked.now -= 1; });
  };
  service = await startService({
    name: 'insight', config: { PORT: 0, HOST: '127.0.0.1', SERVICE_KEY: key }, sdl: new URL('../src/', import.meta.url), resolvers: [overview],
    context: contextOver(counted), ready: async () => null, status: async () => ({ service: 'insight', facts: 0, unrelayed: 0, feeds: [] }),
    stop: () => rows.close(),
  });
});

afterAll(() => service.stop());

describe('The overview of an office', () => {
  it.each(['loudi', 'xinxian'])('equals every expected answer of the sample %s', async (sample) => {
    for (const { office, overview: expected, ...period } of sampleAnswers(sample)) {
      const { data, errors } = await ask([office], period);
      expect(errors).toBeUndefined();
      expect(data?._entities[0]).toEqual({ code: office, overview: expected });
    }
  });

  it('is answered for several offices at once, each with its own figures', async () => {
    const { data } = await ask(['431300', '431302', '411523'], year);
    const [whole, county, other] = await Promise.all(['431300', '431302', '411523'].map(async (code) => (await ask([code], year)).data?._entities[0]));
    expect(data?._entities).toEqual([whole, county, other]);
    expect(whole).not.toEqual(county);
  });

  it('is counted in turn with many others, so that somebody else is kept waiting by few of them', async () => {
    asked = { now: 0, most: 0 };
    const periods = Array.from({ length: 40 }, (_, place) => `p${place}: overview(from: "2020-01-01", to: "2020-${10 + Math.floor(place / 20)}-${10 + (place % 20)}", scope: SUBTREE) { interviews clues { found } }`);
    const many = `query ($offices: [_Any!]!) { _entities(representations: $offices) { ... on Office { ${periods.join(' ')} } } }`;
    const { data, errors } = await send({ query: many, variables: { offices: representations(['431300']) } });
    expect(errors).toBeUndefined();
    expect(Object.keys(data?._entities[0] ?? {})).toHaveLength(periods.length);
    expect(asked.most).toBeLessThanOrEqual(2);
  });

  it('is open to the offices above it and to itself', async () => {
    const all = await ask(['431302'], year);
    expect(all.data?._entities[0]?.overview).toBeTruthy();
    expect(await ask(['431302'], year, ['430000'])).toEqual(all);
    expect(await ask(['431302'], year, ['430000', '431300', '431302'])).toEqual(all);
  });

  it('is not there for offices below or beside it, exactly as if there were no such office', async () => {
    const refused = await ask(['431300'], year, ['430000', '431300', '431302']);
    expect(refused.data?._entities[0]?.overview).toBeNull();
    expect(refused.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    const beside = await ask(['431300'], year, ['410000']);
    const unknown = await ask(['999999'], year, []);
    expect(beside.errors?.[0]?.message).toBe(unknown.errors?.[0]?.message);
    expect(unknown.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  });

  it('is refused over a period that ends before it begins', async () => {
    const { errors } = await ask(['431300'], { ...year, to: '2019-12-31' });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID', field: 'to' });
  });

  it('is not misled by a code that is a statement', async () => {
    const { errors } = await ask(["431300'; DROP TABLE offices; --"], year);
    expect(errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await ask(['431300'], year)).errors).toBeUndefined();
  });
});
