import { signerFor, startService } from '../src/index.ts';
import type { RunningService } from '../src/index.ts';
import { ask, post, signedHeaders, viewer } from './asking.ts';
import { notesService, serviceKey } from './notes.ts';

const body = JSON.stringify({ query: '{ viewer }' });
const unsigned = { status: 401, body: { errors: [{ message: 'This request does not come from the gateway.', extensions: { code: 'FORBIDDEN' } }] } };

describe('A service', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startService(notesService(0));
  });
  afterAll(() => service.stop());

  it('knows who asks from a signed request', async () => {
    expect(await ask(service.url, { query: '{ viewer }' })).toEqual({ status: 200, body: { data: { viewer: 'registrar of 430000/431300' } } });
  });

  it('refuses an unsigned request', async () => {
    expect(await post(service.url, body, { 'content-type': 'application/json' })).toEqual(unsigned);
  });

  it('refuses a request that it has already answered', async () => {
    const headers = signedHeaders(body);
    expect(await post(service.url, body, headers)).toMatchObject({ status: 200 });
    expect(await post(service.url, body, headers)).toEqual(unsigned);
  });

  it('refuses a body that was changed on the way', async () => {
    expect(await post(service.url, body.replace('viewer', 'refused'), signedHeaders(body))).toEqual(unsigned);
  });

  it.each(['x-xunlian-viewer', 'x-xunlian-request'])('refuses another %s than was signed', async (name) => {
    expect(await post(service.url, body, { ...signedHeaders(body), [name]: 'eyJuYW1lIjoieCJ9' })).toEqual(unsigned);
  });

  it('refuses an x-xunlian-after that was added on the way', async () => {
    expect(await post(service.url, body, { ...signedHeaders(body), 'x-xunlian-after': 'letters@01' })).toEqual(unsigned);
  });

  it('refuses a signature for another service or with another key', async () => {
    const signed = { viewer, request: 'request-0001', after: '', body };
    for (const sign of [signerFor('letters', serviceKey), signerFor('notes', '22'.repeat(32))])
      expect(await post(service.url, body, { ...signedHeaders(body), 'x-xunlian-signed': sign(signed) })).toEqual(unsigned);
  });

  it('waits for the facts of others and answers when it has them', async () => {
    expect(await ask(service.url, { query: '{ viewer }', after: 'letters@0f,notes@10' })).toMatchObject({ status: 200 });
  });

  it('says BEHIND when the facts of another service do not come', async () => {
    const { body: answer } = await ask(service.url, { query: '{ viewer }', after: 'letters@0f,numbers@01' });
    expect(answer.errors).toEqual([
      { message: 'The notes service has not yet taken the facts of numbers. Ask again.', extensions: { code: 'BEHIND' } },
    ]);
  });

  it('refuses an x-xunlian-after that is not a list of positions', async () => {
    const { body: answer } = await ask(service.url, { query: '{ viewer }', after: 'yesterday' });
    expect(answer.errors?.[0]?.extensions.code).toBe('INVALID');
  });
});
