import { hearing, topics } from '@xunlian/events';
import kafkajs, { type Kafka, type KafkaMessage, type Message } from 'kafkajs';
import { startProgram } from '../test/command.ts';
import { oneOf, shuffled } from './dice.ts';
import type { Fault, Shot } from './fault.ts';
import { newId } from './load.ts';
import { within } from './settle.ts';

const clientOf = ({ range: { cluster } }: Shot): Kafka => new kafkajs.Kafka({ brokers: [cluster.brokers], logLevel: kafkajs.logLevel.NOTHING });
const many = 1_000;

/** Every event that there is once more, a tenth of them nine times more, in another order within every thousand, of which each is of as many partitions as there are. */
export const doubledEvents: Fault = {
  name: 'events twice and ten times, shuffled',
  async strike(shot) {
    const { dice } = shot;
    const kafka = clientOf(shot);
    const events = await everyEvent(kafka);
    const repeated = inTurn(events).flatMap((event) => Array.from({ length: dice(10) === 0 ? 9 : 1 }, () => event));
    await producing(kafka, async (send) => {
      for (let start = 0; start < repeated.length; start += many) await send(shuffled(dice, repeated.slice(start, start + many)));
    });
    return { times: repeated.length, worstMs: 0 };
  },
};

interface Sent extends Message {
  readonly topic: string;
  readonly partition: number;
}

/** One of each partition after the other, for as long as there are any. */
function inTurn(events: readonly Sent[]): Sent[] {
  const places = new Map<string, number>();
  const turnOf = ({ topic, partition }: Sent) => {
    const place = (places.get(`${topic}/${partition}`) ?? -1) + 1;
    places.set(`${topic}/${partition}`, place);
    return place;
  };
  return events.map((event) => [turnOf(event), event] as const).toSorted(([one], [other]) => one - other).map(([, event]) => event);
}

async function everyEvent(kafka: Kafka): Promise<Sent[]> {
  const [admin, consumer] = [kafka.admin(), kafka.consumer({ groupId: `all-${newId()}` })];
  await Promise.all([admin.connect(), consumer.connect()]);
  const names = topics.map(({ name }) => name);
  const ends = (await Promise.all(names.map(async (topic) => (await admin.fetchTopicOffsets(topic)).map((end) => ({ topic, ...end }))))).flat();
  const total = ends.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
  const endOf = new Map(ends.map(({ topic, partition, high }) => [`${topic}/${partition}`, Number(high)]));
  const events: Sent[] = [];
  await consumer.subscribe({ topics: names, fromBeginning: true });
  await consumer.run({ autoCommit: false, eachBatch: ({ batch }) => {
    const end = endOf.get(`${batch.topic}/${batch.partition}`) ?? 0;
    events.push(...batch.messages.filter(({ offset }) => Number(offset) < end).map((message) => ({ topic: batch.topic, partition: batch.partition, ...asSent(message) })));
    return Promise.resolve();
  } });
  const allRead = within('the events that the topics hold', () => Promise.resolve(events.length < total ? `${events.length} of ${total} were read` : null));
  await allRead.finally(() => Promise.all([admin.disconnect(), consumer.disconnect()]));
  return events;
}

function asSent({ key, value, headers = {} }: KafkaMessage): Pick<Message, 'key' | 'value' | 'headers'> {
  return { key, value, headers };
}

/** Sends events; gives where those of each partition begin, as `topic/partition/offset`. */
async function producing(kafka: Kafka, work: (send: (events: readonly Sent[]) => Promise<string[]>) => Promise<void>): Promise<void> {
  const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  await work(async (events) => {
    const topicMessages = [...Map.groupBy(events, ({ topic }) => topic)].map(([topic, messages]) => ({ topic, messages }));
    return (await producer.sendBatch({ acks: -1, topicMessages })).map(({ topicName, partition, baseOffset }) => `${topicName}/${partition}/${baseOffset}`);
  });
  await producer.disconnect();
}

const poisonous: readonly ((event: Sent) => Sent)[] = [
  (event) => ({ ...event, value: '{"lineage": [' }),
  (event) => ({ ...event, headers: { ...event.headers, 'contract-version': '9' } }),
  (event) => ({ ...event, value: '{}' }),
  (event) => ({ ...event, headers: { ...event.headers, id: 'none' } }),
  (event) => ({ ...event, value: Buffer.alloc(10 * 1024 * 1024, 'x') }),
];

/** One event in a hundred poison, of every topic that anybody hears; all others are taken, and of the poison every hearer keeps a dead letter, and of nothing else. */
export const poisonedEvents: Fault = {
  name: 'one event in a hundred is poison',
  async strike(shot) {
    const kafka = clientOf(shot);
    const whole = (await everyEvent(kafka)).filter(({ topic }) => hearersOf(topic).length > 0);
    const known = await lettersIn(shot);
    const turns = Math.max(2, Math.ceil(whole.length / 100 / poisonous.length));
    const poison = Array.from({ length: turns }, () => poisonous).flat().map((spoil) => spoil(oneOf(shot.dice, whole)));
    const expected = new Set<string>();
    await producing(kafka, async (send) => {
      for (const event of poison) for (const origin of await send([event])) for (const service of hearersOf(event.topic)) expected.add(`${service} ${origin}`);
    });
    const began = performance.now();
    await within('the dead letters of the poison', async () => {
      const kept = await lettersIn(shot);
      const missing = [...expected].filter((letter) => !kept.has(letter));
      return missing.length > 0 ? `${missing.length} of ${expected.size}, such as that of ${missing[0]}` : null;
    });
    const others = [...await lettersIn(shot)].filter((letter) => !known.has(letter) && !expected.has(letter));
    return { times: poison.length, worstMs: performance.now() - began, wrong: others.map((letter) => `${letter} was put aside, which is no poison`) };
  },
};

const hearersOf = (topic: string): string[] => Object.entries(hearing).filter(([, heard]) => heard.some(({ name }) => name === topic)).map(([service]) => service);

/** Whose letters there are, and where they come from. Throws when they cannot be listed, or one has no cause. */
async function lettersIn({ range: { cluster } }: Shot): Promise<ReadonlySet<string>> {
  const { code, out, err } = await startProgram('apps/cli/src/main.ts', ['dead-letters', 'list'], { KAFKA_BROKERS: cluster.brokers }).ended;
  if (code !== 0) throw new Error(`The dead letters cannot be listed: ${err.join(' ')}`);
  return new Set(out.map((line) => {
    const [, service, origin, ...rest] = line.split('  ');
    if (!rest.at(-1)) throw new Error(`A dead letter has no cause: ${line}`);
    return `${service} ${origin}`;
  }));
}
