import { setTimeout as pause } from 'node:timers/promises';
import { testMongo } from '@xunlian/testing';
import { testKafka } from '@xunlian/testing/kafka';
import { startCollector, type Received } from './collector.ts';
import { startProgram } from './command.ts';
import { ask, startGateway, startService, type Program } from './programs.ts';

const record = `mutation Secretname($divisions: [DivisionInput!]!, $offices: [OfficeInput!]!) {
  recordDivisions(rows: $divisions) { created } recordOffices(rows: $offices) { created position }
}`;
const overview = `query ($code: ID!) { office(code: $code) { overview(from: "2020-01-01", to: "2020-12-31", scope: OWN) { interviews confessions personnel { offices } } } }`;
const rows = { divisions: [{ code: '430000', name: '湖南', level: 'PROVINCE' }], offices: [{ code: '430000', name: '省委巡视办', establishedOn: '2010-01-01', leadingGroupOn: '2010-01-01' }] };
const traceparent = (trace: string) => `00-${trace}-00f067aa0ba902b7-01`;
const shape = (spans: readonly Received[]) => spans.map(({ service, name, parentSpanId, spanId }) => {
  const parent = spans.find((span) => span.spanId === parentSpanId);
  return [`${service} ${name}`, parent ? `${parent.service} ${parent.name}` : spanId && (parentSpanId ?? '')];
}).sort();

/** The gateway, a service that owns records and the figures, and a collector of what they did. */
interface Watched {
  readonly gateway: Program;
  readonly collector: Awaited<ReturnType<typeof startCollector>>;
  readonly stop: () => Promise<unknown>;
}

async function startWatched(transport: Readonly<Record<string, string>> = {}): Promise<Watched> {
  const [room, collector] = await Promise.all([testMongo(), startCollector()]);
  const around = { mongoUri: room.uri, dbPrefix: room.dbPrefix, settings: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...transport } };
  const [organizations, insight] = await Promise.all(['organizations', 'insight'].map((name) => startService(name, around)));
  if (!organizations || !insight) throw new Error('Two services were started.');
  const gateway = await startGateway({ organizations: [organizations], insight: [insight] }, around);
  const stop = async () => {
    await Promise.all([gateway, organizations, insight].map((program) => program.stop()));
    await Promise.all([collector.stop(), room.stop()]);
  };
  return { gateway, collector, stop };
}

const service = 'organizations request';
/** Spans of the command above, each with its parent, over any transport. */
const always: readonly (readonly [name: string, parent: string])[] = [['gateway request', '00f067aa0ba902b7'], [service, 'gateway request'], ['organizations command group', service], ['insight feed batch', service]];
const byTheBroker = [...always, ['organizations publish', service]] as const;
const namesOf = (spans: readonly (readonly [name: string, parent: string])[]) => spans.map(([name]) => name);

describe('A trace', () => {
  let collector: Watched['collector'];
  let gateway: Program;
  let stop: Watched['stop'] | undefined;

  beforeAll(async () => { ({ gateway, collector, stop } = await startWatched()); }, 30_000);
  afterAll(() => stop?.());

  it('goes on from a command at the gateway through its transactions and the journal to the figures', async () => {
    const id = '4bf92f3577b34da6a3ce929d0e0e4736';
    expect(await ask(gateway.url, { query: record, variables: rows }, { traceparent: traceparent(id) })).toMatchObject({ data: { recordOffices: { created: 1 } } });
    expect(shape(await collector.trace(id, namesOf(always)))).toEqual(expect.arrayContaining([...always]));
  });

  it('of a question ends with the figures that were counted', async () => {
    const id = '0af7651916cd43dd8448eb211c80319c';
    const { data } = await ask(gateway.url, { query: overview, variables: { code: '430000' } }, { traceparent: traceparent(id), 'x-xunlian-request': 'request-0042' });
    expect(data).toEqual({ office: { overview: { interviews: 0, confessions: 0, personnel: { offices: 1 } } } });
    const spans = await collector.trace(id, ['gateway request', 'insight request', 'insight figure']);
    expect(shape(spans)).toEqual(expect.arrayContaining([['insight request', 'gateway request'], ['insight figure', 'insight request']]));
    expect(spans.find(({ service }) => service === 'gateway')?.attributes).toEqual({ kind: 'question', status: 200, request: 'request-0042' });
  });

  it('begins at the gateway when the client has none, or one that is not fit', async () => {
    for (const headers of [{}, { traceparent: '00-nonsense' }]) await ask(gateway.url, { query: '{ divisions { nodes { code } } }' }, headers);
    const begun = () => collector.spans.filter(({ service, parentSpanId }) => service === 'gateway' && !parentSpanId);
    while (begun().length < 2) await pause(50);
    expect(new Set(begun().map(({ traceId }) => traceId)).size).toBe(2);
  });

  it('holds kinds, counts and ids of requests, and nothing of a document, a variable or a record', () => {
    const keys = new Set(collector.spans.flatMap(({ attributes }) => Object.keys(attributes)));
    expect([...keys].filter((key) => !['kind', 'status', 'request', 'commands', 'events', 'facts', 'parts'].includes(key))).toEqual([]);
    const said = collector.spans.map((span) => Object.entries(span).filter(([field]) => !/Id$|UnixNano$/.test(field)));
    expect(JSON.stringify(said)).not.toMatch(/430000|湖南|Secretname|recordOffices|overview/);
  });
});

it('A trace goes through the relay and the topic too, where services hear each other by Kafka', async () => {
  const kafka = await testKafka();
  const transport = { KAFKA_BROKERS: kafka.brokers, KAFKA_PREFIX: kafka.prefix };
  expect(await startProgram('apps/cli/src/main.ts', ['topics', 'apply'], transport).ended).toMatchObject({ code: 0, err: [] });
  const { gateway, collector, stop } = await startWatched(transport);
  try {
    const id = '5bf92f3577b34da6a3ce929d0e0e4736';
    expect(await ask(gateway.url, { query: record, variables: rows }, { traceparent: traceparent(id) })).toMatchObject({ data: { recordOffices: { created: 1 } } });
    expect(shape(await collector.trace(id, namesOf(byTheBroker)))).toEqual(expect.arrayContaining([...byTheBroker]));
  } finally {
    await stop();
    await kafka.stop();
  }
}, 60_000);
