import { once } from 'node:events';
import { connect } from 'node:net';
import { confessionTopic } from '@xunlian/events';
import { publish, testMongo, type TestMongo } from '@xunlian/testing';
import { request } from 'undici';
import { startFront, type Front, type RunningService } from '../src/index.ts';
import { ask } from './asking.ts';
import { figuresAt } from './figures.ts';
import { startMinutes } from './minutes.ts';

const record = 'mutation Zhangsan ($rows: [MinuteInput!]!) { recordMinutes(rows: $rows) { created position } }';

describe('The figures of a service', () => {
  let room: TestMongo;
  let service: RunningService;
  beforeAll(async () => {
    room = await testMongo();
    service = await startMinutes(room);
    const asked = (query: string, variables = {}, after = '') => ask(service.url, { query, variables, after }, 'minutes');
    const heard = await publish(room, [{ topic: confessionTopic, subject: 'c1', data: { lineage: ['1'], receivedOn: '2020-01-01' } }]);
    await asked(record, { rows: [1, 2, 3].map((place) => ({ code: `code-${place}`, takenOn: '2024-02-29', about: '线索' })) }, heard);
    await asked('query Lisi { minute(code: "code-1") { about } _entities(representations: [{ __typename: "Minute", code: "code-2" }]) { __typename } }');
    await asked('{ minute(code: "code-9") { nothing } }');
    await asked('{ minute(code: "不") { code } }', {}, 'x');
    await request(`${service.url}/graphql`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
  });
  afterAll(async () => {
    await service.stop();
    await room.stop();
  });

  it('count requests by kind, errors by code, and what became of commands, facts and sealed texts', async () => {
    const figures = await figuresAt(service.url);
    expect(figures.get('xunlian_request_duration_seconds_count{kind="command"}')).toBe(1);
    expect(figures.get('xunlian_request_duration_seconds_count{kind="question"}')).toBe(1);
    expect(figures.get('xunlian_request_duration_seconds_count{kind="other"}')).toBe(3);
    expect(figures.get('xunlian_errors_total{code="INVALID"}')).toBe(2);
    expect(figures.get('xunlian_errors_total{code="FORBIDDEN"}')).toBe(1);
    expect(figures.get('xunlian_errors_total{code="INTERNAL"}')).toBe(0);
    expect(figures.get('xunlian_group_commands_sum{kind="minutes"}')).toBe(3);
    expect(figures.get('xunlian_sealed_reads_total{kind="minutes"}')).toBe(1);
    for (const field of ['Mutation.recordMinutes', 'Query.minute', 'entities:Minute']) expect(figures.get(`xunlian_field_duration_seconds_count{field="${field}"}`)).toBe(1);
  });

  it('tell how far journal and feed have got', async () => {
    const figures = await figuresAt(service.url);
    expect([figures.get('xunlian_ready{}'), figures.get('xunlian_journal_facts{}'), figures.get('xunlian_journal_unrelayed_facts{}')]).toEqual([1, 3, 0]);
    expect(figures.get('xunlian_feed_lag_facts{source="findings"}')).toBe(0);
    expect(figures.get('xunlian_feed_position_age_seconds{source="findings"}')).toBeLessThan(10);
    expect(figures.get('xunlian_feed_batch_events_sum{}')).toBe(1);
    expect(figures.get('xunlian_place_age_seconds{}')).toBeLessThan(600);
    expect(figures.get('xunlian_place_age_seconds{}')).toBeGreaterThanOrEqual(0);
    expect(figures.get('xunlian_oplog_window_seconds{}')).toBeGreaterThan(0);
  });

  it('hold no code, no name and no text of a record or a request', async () => {
    const { body } = await request(`${service.url}/metrics`);
    const text = await body.text();
    expect(text).not.toMatch(/code-\d|Zhangsan|Lisi|线索|registrar|request-|不/);
    const labels = new Set([...text.matchAll(/^xunlian_\w+\{(.*)\}/gm)].flatMap(([, inside = '']) => [...inside.matchAll(/(\w+)="/g)].map(([, name]) => name)));
    expect([...labels].sort()).toEqual(['code', 'field', 'kind', 'le', 'service', 'source']);
  });
});

describe('A front', () => {
  const open = (host: string, metricsPort?: number) => startFront({
    port: 0, host, ready: async () => null, answer: async () => ({ status: 200, body: '' }), metrics: async () => 'one 1\n', metricsPort,
  });
  const statusAt = async (url: string) => {
    const { statusCode, body } = await request(url);
    await body.dump();
    return statusCode;
  };
  const shownAt = async (front: Front) => {
    const beside = await statusAt(`${front.url.replace('0.0.0.0', '127.0.0.1')}/metrics`);
    const own = front.metricsUrl && !front.metricsUrl.startsWith(front.url) ? await statusAt(front.metricsUrl.replace('0.0.0.0', '127.0.0.1')) : null;
    await front.stop();
    return [beside, own];
  };

  it('shows its figures beside the graph to the machine itself alone', async () => {
    expect(await shownAt(await open('127.0.0.1'))).toEqual([200, null]);
    expect(await shownAt(await open('0.0.0.0'))).toEqual([404, null]);
  });

  it('does not wait for a connection that never said anything', async () => {
    const front = await open('127.0.0.1');
    const silent = connect(Number(new URL(front.url).port), '127.0.0.1');
    await once(silent, 'connect');
    await front.stop();
    // Less than what waits for requests under way takes.
  }, 5_000);

  it('shows them at a port of their own where one is given, and only there', async () => {
    expect(await shownAt(await open('0.0.0.0', 0))).toEqual([404, 200]);
    expect(await shownAt(await open('127.0.0.1', 0))).toEqual([404, 200]);
  });
});
