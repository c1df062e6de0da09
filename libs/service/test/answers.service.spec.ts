import { request } from 'undici';
import { startService } from '../src/index.ts';
import type { RunningService } from '../src/index.ts';
import { ask, post, signedHeaders } from './asking.ts';
import { notesService } from './notes.ts';

const record = 'mutation ($rows: [NoteInput!]!) { recordNotes(rows: $rows) { created rejected rows(only: REJECTED) { row field refusal } position } }';
const sealed = '举报人张三 says "hello"';

describe('A service', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startService(notesService(0));
  });
  afterAll(() => service.stop());

  const errorOf = async (question: { query: string; variables?: object }) => {
    const { body } = await ask(service.url, question);
    expect(JSON.stringify(body)).not.toContain('张三');
    return { message: body.errors?.[0]?.message, ...body.errors?.[0]?.extensions };
  };

  it('shows a page with its connection and its status without a resolver of its own', async () => {
    const { body } = await ask(service.url, {
      query: '{ notes(first: 2) { edges { cursor } nodes { code } pageInfo { hasNextPage endCursor } totalCount } notesStatus { facts feeds { source through } } }',
    });
    expect(body.data).toEqual({
      notes: { edges: [{ cursor: 'a' }, { cursor: 'b' }], nodes: [{ code: 'a' }, { code: 'b' }], pageInfo: { hasNextPage: true, endCursor: 'b' }, totalCount: 3 },
      notesStatus: { facts: 3, feeds: [{ source: 'letters', through: 'letters@01' }] },
    });
  });

  it('answers a bulk command row by row, only those asked for', async () => {
    const { body } = await ask(service.url, { query: record, variables: { rows: [{ code: 'a', text: 'x' }, { code: 'b', text: 'secret' }] } });
    expect(body.data).toEqual({
      recordNotes: { created: 1, rejected: 1, rows: [{ row: 1, field: 'text', refusal: 'CONFLICT' }], position: 'notes@0a' },
    });
  });

  it('shows a refusal as written, with its code and field', async () => {
    expect(await errorOf({ query: '{ refused }' })).toEqual({ message: 'Already transferred on 2024-01-01.', code: 'CONFLICT', field: 'transferredOn' });
  });

  it('hides any other failure behind the id of the request', async () => {
    const { message, ...rest } = await errorOf({ query: '{ failing }' });
    expect(message).not.toMatch(/ECONNREFUSED|10\.1\.2\.3|27017/);
    expect(rest).toEqual({ code: 'INTERNAL', request: 'request-0001' });
  });

  it.each([
    ['a day that does not exist', { writtenOn: '2023-02-29' }, 'rows[1].writtenOn: expected a day that exists, as YYYY-MM-DD.', 'rows[1].writtenOn'],
    ['an amount with three decimals', { price: 1.005 }, 'rows[1].price: expected a number that is not negative, with at most two decimals.', 'rows[1].price'],
    ['text where a number is meant', { pages: sealed }, 'rows[1].pages: expected Int.', 'rows[1].pages'],
    ['an object where text is meant', { text: { sealed } }, 'rows[1].text: expected String.', 'rows[1].text'],
    ['a value that the enum lacks', { tone: sealed }, 'rows[1].tone: expected a value of Tone.', 'rows[1].tone'],
    ['an absent field', { text: undefined }, 'rows[1]: text (String!) must be given.', 'rows[1]'],
    ['an unknown field', { txet: sealed }, 'rows[1]: NoteInput has no field txet.', 'rows[1]'],
  ])('says where %s was given, never what', async (...[, fields, message, at]) => {
    const rows = [{ code: 'a', text: sealed }, { code: 'b', text: sealed, ...fields }];
    expect(await errorOf({ query: record, variables: { rows } })).toEqual({ message, code: 'INVALID', at });
  });

  it('tells all complaints about a command at once', async () => {
    const rows = Array.from({ length: 300 }, (_, place) => ({ code: `n${place}`, text: 'x', writtenOn: 'soon' }));
    const { body } = await ask(service.url, { query: record, variables: { rows } });
    expect(body.errors).toHaveLength(300);
    expect(body.errors?.at(-1)?.extensions).toEqual({ code: 'INVALID', at: 'rows[299].writtenOn' });
  });

  it.each([
    [`{ note(code: "a") { txet } }`, 'Cannot query field "txet" on type "Note".'],
    [`mutation { recordNotes(rows: [{ code: "a", text: "x", writtenOn: "${'张三'}" }]) { created } }`, 'Expected value of type "Date".'],
    [`{ slow(ms: "张三") }`, 'Int cannot represent non-integer value.'],
    [`{ note(code: "a" { "张三" } }`, 'Syntax Error: Expected Name.'],
    [`{ note(code: "a") "张三" }`, 'Syntax Error: Expected Name.'],
  ])('refuses %s with GraphQL’s own words, without values and guesses', async (query, message) => {
    expect(await errorOf({ query })).toEqual({ message, code: 'INVALID' });
  });

  it('refuses a body over 4 MB, and takes one just below', async () => {
    const answered = async (bytes: number) => {
      const body = JSON.stringify({ query: '{ viewer }', operationName: null, extensions: { filler: 'x'.repeat(bytes) } });
      return post(service.url, body, signedHeaders(body));
    };
    expect(await answered(4 * 1024 * 1024)).toMatchObject({ status: 413, body: { errors: [{ extensions: { code: 'INVALID' } }] } });
    expect(await answered(4 * 1024 * 1024 - 1_000)).toMatchObject({ status: 200 });
    expect(await answered(20 * 1024 * 1024)).toMatchObject({ status: 413 });
  });

  it.each([
    ['GET', '/graphql', 405], ['POST', '/', 404], ['GET', '/livez', 200], ['GET', '/readyz', 200],
  ] as const)('answers %s %s with %d', async (method, path, status) => {
    const answer = await request(service.url + path, { method });
    await answer.body.dump();
    expect(answer.statusCode).toBe(status);
  });

  it('answers its own machine by its own names alone, so that no page of another name gets in', async () => {
    const body = JSON.stringify({ query: '{ viewer }' });
    const { port } = new URL(service.url);
    const statusFor = async (host: string) => (await post(service.url, body, { ...signedHeaders(body), host })).status;
    expect(await Promise.all(['127.0.0.1', `localhost:${port}`, `[::1]:${port}`, `LOCALHOST:${port}`].map(statusFor))).toEqual([200, 200, 200, 200]);
    const foreign = ['rebound.example', `rebound.example:${port}`, '127.0.0.1.rebound.example', 'localhost.rebound.example', '127.0.0.1@rebound.example', '10.0.0.1', 'a b'];
    expect(await Promise.all(foreign.map(statusFor))).toEqual(foreign.map(() => 421));
  });

  it('refuses a body that is not JSON, or does not say so', async () => {
    expect(await post(service.url, '张三', signedHeaders('张三'))).toMatchObject({ status: 400, body: { errors: [{ message: 'The body is not JSON.' }] } });
    expect(await post(service.url, '{}', { ...signedHeaders('{}'), 'content-type': 'text/plain' })).toMatchObject({ status: 415 });
    expect(await post(service.url, '[]', signedHeaders('[]'))).toMatchObject({ status: 400, body: { errors: [{ extensions: { code: 'INVALID' } }] } });
  });
});
