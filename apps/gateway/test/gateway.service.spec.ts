import { getIntrospectionQuery } from 'graphql';
import type { Front, RunningService } from '@xunlian/service';
import { request } from 'undici';
import { startGateway } from '../src/start.ts';
import { composedSupergraph, keyOf, startTestService } from './services.ts';

interface Reply {
  status: number;
  id: unknown;
  body: { data?: unknown; errors?: { message: string; path?: unknown; extensions: unknown }[] };
}

const twoHops = '{ letters { code reader { code name } } }';
const record = 'mutation ($rows: [LetterInput!]!) { recordLetters(rows: $rows) { created position } }';

describe('The gateway', () => {
  let letters: RunningService;
  let readers: RunningService;
  let gateway: Front;

  beforeAll(async () => {
    [letters, readers] = await Promise.all([startTestService('letters'), startTestService('readers')]);
    gateway = await startGateway({
      port: 0,
      host: '127.0.0.1',
      supergraph: composedSupergraph(),
      services: new Map([['letters', { urls: [letters.url], key: keyOf('letters') }], ['readers', { urls: [readers.url], key: keyOf('readers') }]]),
    });
  });
  afterAll(() => Promise.all([gateway.stop(), letters.stop(), readers.stop()]));

  const ask = async (query: string, variables: object = {}, headers: Record<string, string> = {}): Promise<Reply> => {
    const body = JSON.stringify({ query, variables });
    const answer = await request(`${gateway.url}/graphql`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
    return { status: answer.statusCode, id: answer.headers['x-xunlian-request'], body: (await answer.body.json()) as Reply['body'] };
  };

  it('asks both services as the registrar of the whole country, under the id of the request', async () => {
    const { body, id } = await ask('{ asked patience(ms: 1) }', {}, { 'x-xunlian-request': 'request-0007' });
    expect(body).toEqual({ data: { asked: 'registrar [] request-0007', patience: 1 } });
    expect(id).toBe('request-0007');
  });

  it('gives a request an id of its own when the client has none, or one that is not fit', async () => {
    for (const headers of [{}, { 'x-xunlian-request': 'a.b' }]) expect((await ask('{ asked }', {}, headers)).id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('joins what two services know, and passes a refusal with its code, message and path alone', async () => {
    const { body } = await ask(twoHops);
    expect(body.data).toEqual({ letters: [
      { code: 'l0', reader: { code: 'r0', name: 'Reader r0' } },
      { code: 'l1', reader: { code: 'r1', name: 'Reader r1' } },
      { code: 'l2', reader: { code: 'r2', name: null } },
    ] });
    expect(body.errors).toEqual([{ message: 'There is no such reader.', path: ['letters', 2, 'reader'], extensions: { code: 'NOT_FOUND' } }]);
  });

  it('keeps apart what it asks of one service together: each answer, and each refusal with its path', async () => {
    const { body } = await ask('{ one: letters(first: 3) { reader { name } } other: letters(first: 1) { reader { name } } none: letters(first: 0) { reader { name } } patience(ms: 1) }');
    const [zero, one, two] = ['Reader r0', 'Reader r1', null].map((name) => ({ reader: { name } }));
    expect(body.data).toEqual({ one: [zero, one, two], other: [zero], none: [], patience: 1 });
    expect(body.errors).toEqual([{ message: 'There is no such reader.', path: ['one', 2, 'reader'], extensions: { code: 'NOT_FOUND' } }]);
  });

  it('passes the field of a refusal and the id under which a failure is logged', async () => {
    const { body } = await ask('{ refused failing }', {}, { 'x-xunlian-request': 'request-0008' });
    expect(body.errors).toEqual([
      { message: 'Already sent.', path: ['refused'], extensions: { code: 'CONFLICT', field: 'sentOn' } },
      { message: expect.not.stringContaining('driver') as string, path: ['failing'], extensions: { code: 'INTERNAL', request: 'request-0008' } },
    ]);
  });

  it('says where a value is wrong, whether it sees that itself or the service does', async () => {
    const wrong = async (fields: object) => (await ask(record, { rows: [{ code: 'l0' }, { code: 'l1', ...fields }] })).body.errors?.map((error) => error.extensions);
    expect(await wrong({ tone: '张三' })).toEqual([{ code: 'INVALID', at: 'rows[1].tone' }]);
    expect(await wrong({ writtenOn: '2023-02-30' })).toEqual([{ code: 'INVALID', at: 'rows[1].writtenOn' }]);
  });

  it('tells no more than 5,000 places of what is wrong with a value', async () => {
    const { status, body } = await ask(record, { rows: Array.from({ length: 6_000 }, () => null) });
    expect({ status, told: body.errors?.length, last: body.errors?.slice(-2) }).toEqual({ status: 400, told: 5_001, last: [
      { message: 'rows[4999]: LetterInput! expected, not null.', extensions: { code: 'INVALID', at: 'rows[4999]' } },
      { message: 'More is wrong than these 5,000 places.', extensions: { code: 'INVALID' } },
    ] });
  });

  it('passes on what the answer must include, and the refusal of a service that has not got there', async () => {
    expect(await ask('{ asked }', {}, { 'x-xunlian-after': 'letters@0a' })).toMatchObject({ body: { data: { asked: expect.any(String) as string } } });
    const { body } = await ask('{ asked patience(ms: 1) }', {}, { 'x-xunlian-after': 'readers@0a' });
    expect(body.errors).toMatchObject([{ extensions: { code: 'BEHIND' } }]);
    for (const after of ['later', 'letters@ffffffffffffffff', `letters@${(Math.floor(Date.now() / 1_000) + 7_200).toString(16)}00000001`])
      expect(await ask('{ asked }', {}, { 'x-xunlian-after': after })).toMatchObject({ status: 400, body: { errors: [{ extensions: { code: 'INVALID' } }] } });
    const message = 'x-xunlian-after names a service that does not exist: letter.';
    expect(await ask('{ asked }', {}, { 'x-xunlian-after': 'readers@,letter@0a' })).toMatchObject({ status: 400, body: { errors: [{ message, extensions: { code: 'INVALID' } }] } });
  });

  it.each([
    ['is too deep', `{ letters ${'{ reader { code '.repeat(11)}${'} }'.repeat(11)} }`],
    ['has too many other names', `{ ${Array.from({ length: 201 }, (_, place) => `a${place}: asked`).join(' ')} }`],
    ['has too many words', `{ ${'asked '.repeat(20_001)} }`],
    ['grows by its fragments', `{ ...f0 } ${Array.from({ length: 14 }, (_, place) => `fragment f${place} on Query { ...f${place + 1} ...f${place + 1} }`).join(' ')} fragment f14 on Query { asked }`],
    ['nests nothing but fragments', `{ ${'... { '.repeat(101)} asked ${'} '.repeat(101)} }`],
  ])('refuses a document that %s', async (_, query) => {
    const { status, body } = await ask(query);
    expect({ status, extensions: body.errors?.[0]?.extensions }).toEqual({ status: 400, extensions: { code: 'INVALID' } });
  });

  it('refuses a document that is too long before it is read, whatever it is long of', async () => {
    const message = 'A document has at most 200,000 characters: what is long goes into its variables.';
    for (const end of ['#'.repeat(200_000), '#\n'.repeat(100_000), ' '.repeat(200_000)])
      expect(await ask(`{ asked }${end}`)).toMatchObject({ status: 400, body: { errors: [{ message, extensions: { code: 'INVALID' } }] } });
    expect(await ask('{ asked }'.padEnd(200_000))).toMatchObject({ status: 200 });
  });

  it.each([
    ['lists', `{ letters(first: ${'['.repeat(9_000)}`, 'The document is nested too deeply.'],
    ['objects', `{ letters(first: ${'{a:'.repeat(3_300)}`, 'The document is nested too deeply.'],
    ['types', `query ($a: ${'['.repeat(4_900)}Int${']'.repeat(4_900)}) { asked }`, 'Variable "$a" is never used.'],
  ])('says that %s are nested too deeply, or what else is wrong, in a sentence', async (_, query, message) => {
    expect(await ask(query)).toMatchObject({ status: 400, body: { errors: [{ message, extensions: { code: 'INVALID' } }] } });
  });

  it('says INVALID of a value that is nested too deeply', async () => {
    const rows = `[{"code": "l0", "writtenOn": ${'['.repeat(100_000)}${']'.repeat(100_000)}}]`;
    const body = JSON.stringify({ query: record, variables: { rows: '§' } }).replace('"§"', rows);
    const answer = await request(`${gateway.url}/graphql`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    expect(await answer.body.json()).toMatchObject({ errors: [{ message: 'A value is nested too deeply.', extensions: { code: 'INVALID' } }] });
  });

  it('says which operation is missing when it cannot tell which one is meant', async () => {
    const asked = (query: string, operationName?: string) => request(`${gateway.url}/graphql`, {
      method: 'POST', body: JSON.stringify({ query, operationName }), headers: { 'content-type': 'application/json' },
    }).then(async ({ statusCode, body }) => ({ status: statusCode, body: await body.json() }));
    const refused = (message: string) => ({ status: 400, body: { errors: [{ message, extensions: { code: 'INVALID' } }] } });
    expect(await asked('query A { asked } query B { asked }')).toEqual(refused('The document has several operations: operationName says which one is meant.'));
    expect(await asked('query A { asked } query B { asked }', 'C')).toEqual(refused('The document has no operation of that name.'));
    expect(await asked('query A { asked } query B { asked }', 'B')).toMatchObject({ status: 200, body: { data: { asked: expect.any(String) as string } } });
  });

  it('says that there are no subscriptions', async () => {
    expect(await ask('subscription { asked }')).toMatchObject({ status: 400, body: { errors: [{ message: 'There is no subscription here.', extensions: { code: 'INVALID' } }] } });
  });

  it('refuses what would bring too much, before any service is asked, and says which field', async () => {
    const message = 'At most 500,000 values may come at once, and Query.letters may bring too many: ask for less of it, or with a smaller first.';
    const refused = { status: 400, body: { errors: [{ message, extensions: { code: 'INVALID' } }] } };
    expect(await ask('query ($many: Int!) { letters(first: $many) { code reader { code name } } }', { many: 200_000 })).toMatchObject(refused);
    expect(await ask('{ letters(first: 200000) { code reader { code name } } }')).toMatchObject(refused);
    expect(await ask('query ($some: Int!) { letters(first: $some) { code } }', { some: 2 })).toMatchObject({ status: 200, body: { data: { letters: [{ code: 'l0' }, { code: 'l1' }] } } });
  });

  it('shows its schema, but no guesses', async () => {
    expect((await ask(getIntrospectionQuery())).body.errors).toBeUndefined();
    expect((await ask('{ aked }')).body.errors?.[0]?.message).toBe('Cannot query field "aked" on type "Query".');
  });

  it('says INVALID to a body that is not a request', async () => {
    for (const body of ['{', '[]', '{"variables": {}}', '{"query": ""}']) {
      const answer = await request(`${gateway.url}/graphql`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
      expect(await answer.body.json()).toMatchObject({ errors: [{ extensions: { code: 'INVALID' } }] });
      expect(answer.statusCode).toBe(400);
    }
  });

  it('answers what it can while a service is down, names the service but not its address, and recovers', async () => {
    const { port } = new URL(readers.url);
    await readers.stop();
    const { status, body } = await ask(twoHops);
    expect(status).toBe(200);
    expect(body).toEqual({
      data: { letters: ['l0', 'l1', 'l2'].map((code, place) => ({ code, reader: { code: `r${place}`, name: null } })) },
      errors: [{ message: 'The readers service does not answer at the moment.', extensions: { code: 'UNAVAILABLE' } }],
    });
    const health = await request(`${gateway.url}/readyz`);
    expect([health.statusCode, await health.body.json()]).toEqual([503, { ready: false, missing: 'readers' }]);
    readers = await startTestService('readers', Number(port));
    expect((await ask('{ patience(ms: 2) }')).body).toEqual({ data: { patience: 2 } });
    expect((await (await request(`${gateway.url}/readyz`)).body.json())).toEqual({ ready: true });
  });

  it('says of a command that it was not carried out when the service is down', async () => {
    const { port } = new URL(letters.url);
    await letters.stop();
    const { body } = await ask(record, { rows: [] });
    expect(body.errors?.[0]).toMatchObject({ message: expect.stringContaining('was not carried out') as string, extensions: { code: 'UNAVAILABLE' } });
    letters = await startTestService('letters', Number(port));
  });
});
