import { hearing, topics } from '@xunlian/events';
import kafkajs, { type Kafka, type KafkaMessage, type Message } from 'kafkajs';
import { startProgram } from '../test/command.ts';
import { oneOf, shuffled } from './dice.ts';
import type { Fault, Shot } from './fault.ts';
import { newId } from './load.ts';
import { within } from './settle.ts';

const clientOf = ({ range: { cluster } }: Shot): Kafka => new kafkajs.Kafka({ brokers: [cluster.brokers], logLevel: kafkajs.logLevel.NOTHING });
const many = 1_000;

/** Every event that there is once more, a tenth of them nine times more, in another order within every thousand. */
export const doubledEvents: Fault = {
  name: 'events twice and ten times, shuffled',
  async strike(shot) {
    const { dice } = shot;
    const kafka = clientOf(shot);
    const events = await everyEvent(kafka);
    const repeated = events.flatMap((event) => Array.from({ length: dice(10) === 0 ? 9 : 1 }, () => event));
    await producing(kafka, async (send) => {
      for (let start = 0; start < repeated.length; start += many) await send(shuffled(dice, repeated.slice(start, start + many)));
    });
    return { times: repeated.length, worstMs: 0 };
  },
};

interface Sent extends Message {
  readonly topic: string;
}

async function everyEvent(kafka: Kafka): Promise<Sent[]> {
  const [admin, consumer] = [kafka.admin(), kafka.consumer({ groupId: `all-${newId()}` })];
  await Promise.all([admin.connect(), consumer.connect()]);
  const names = topics.map(({ name }) => name);
  const ends = (await Promise.all(names.map((topic) => admin.fetchTopicOffsets(topic)))).flat();
  const total = ends.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
  const events: Sent[] = [];
  await consumer.subscribe({ topics: names, fromBeginning: true });
  await consumer.run({ autoCommit: false, eachBatch: ({ batch }) => {
    events.push(...batch.messages.map((message) => ({ topic: batch.topic, partition: batch.partition, ...asSent(message) })));
    return Promise.resolve();
  } });
  const allRead = within('the events that the topics hold', () => Promise.resolve(events.length < total ? `${events.length} of ${total} were read` : null));
  await allRead.finally(() => Promise.all([admin.disconnect(), consumer.disconnect()]));
  return events;
}

function asSent({ key, value, headers = {} }: KafkaMessage): Pick<Message, 'key' | 'value' | 'headers'> {
  return { key, value, headers };
}

async function producing(kafka: Kafka, work: (send: (events: readonly Sent[]) => Promise<unknown>) => Promise<void>): Promise<void> {
  const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  await work((events) => producer.sendBatch({ acks: -1, topicMessages: [...Map.groupBy(events, ({ topic }) => topic)].map(([topic, messages]) => ({ topic, messages })) }));
  await producer.disconnect();
}

const poisonous: readonly ((event: Sent) => Sent)[] = [
  (event) => ({ ...event, value: '{"lineage": [' }),
  (event) => ({ ...event, headers: { ...event.headers, 'contract-version': '9' } }),
  (event) => ({ ...event, value: '{}' }),
  (event) => ({ ...event, headers: { ...event.headers, id: 'none' } }),
  (event) => ({ ...event, value: Buffer.alloc(10 * 1024 * 1024, 'x') }),
];

/** One event in a hundred poison, of every topic that anybody hears; all others are taken, and of the poison every hearer keeps a dead letter. */
export const poisonedEvents: Fault = {
  name: 'one event in a hundred is poison',
  async strike(shot) {
    const kafka = clientOf(shot);
    const whole = (await everyEvent(kafka)).filter(({ topic }) => hearersOf(topic) > 0);
    const known = await lettersIn(shot);
    const turns = Math.max(2, Math.ceil(whole.length / 100 / poisonous.length));
    const poison = Array.from({ length: turns }, () => poisonous).flat().map((spoil) => spoil(oneOf(shot.dice, whole)));
    await producing(kafka, async (send) => { for (const event of poison) await send([event]); });
    const began = performance.now();
    const expected = poison.reduce((letters, { topic }) => letters + hearersOf(topic), known);
    await within('the dead letters of the poison', async () => {
      const letters = await lettersIn(shot);
      return letters < expected ? `${letters} of ${expected} were kept` : null;
    });
    return { times: poison.length, worstMs: performance.now() - began };
  },
};

const hearersOf = (topic: string): number => Object.values(hearing).filter((heard) => heard.some(({ name }) => name === topic)).length;

async function lettersIn({ range: { cluster } }: Shot): Promise<number> {
  const { out } = await startProgram('apps/cli/src/main.ts', ['dead-letters', 'list'], { KAFKA_BROKERS: cluster.brokers }).ended;
  return out.length;
}
