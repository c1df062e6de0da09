import type { Layout } from '@xunlian/events';

/** What stands between the topics of a cluster and those the system declares. */
export interface TopicsPlan {
  readonly missing: readonly Layout[];
  /** Topics kept differently from what is declared, with the copies that they have. */
  readonly keptOtherwise: readonly { readonly layout: Layout; readonly copies: number }[];
  /** Why a topic cannot be made what is declared, a sentence each. */
  readonly refused: readonly string[];
  /** What is weaker than it might be and is left to whoever runs the brokers, a sentence each. */
  readonly weak: readonly string[];
  /** Copies of each message of a new topic: three where there are as many brokers. */
  readonly replicas: number;
}

/** A topic as a cluster keeps it. */
export interface FoundTopic {
  readonly partitions: number;
  /** Of the partition that has fewest, on brokers that run or do not. */
  readonly copies: number;
  readonly config: ReadonlyMap<string, string>;
}

/** A cluster as far as its topics are concerned. */
export interface FoundCluster {
  /** Brokers that run now. */
  readonly brokers: number;
  readonly found: (layout: Layout) => FoundTopic | undefined;
}

/** A row that a document of MongoDB held fits into a message, with its headers. */
const longestMessage = 20_000_000;
const mostCopies = 3;

/**
 * What there is to do. How many copies must have a message before it counts as written follows from the copies that its topic
 * has, whichever brokers run just now: an outage is what they are for.
 */
export function planOf(declared: readonly Layout[], { brokers, found }: FoundCluster): TopicsPlan {
  const replicas = Math.min(mostCopies, brokers);
  const there = declared.flatMap((layout) => {
    const topic = found(layout);
    return topic ? [{ layout, topic }] : [];
  });
  const missing = declared.filter((layout) => !found(layout));
  const copied = Math.max(0, ...there.map(({ topic }) => topic.copies));
  return {
    missing, replicas,
    keptOtherwise: there.flatMap(({ layout, topic: { copies, config } }) =>
      (entriesOf(layout, copies).some(({ name, value }) => config.get(name) !== value) ? [{ layout, copies }] : [])),
    refused: [
      ...there.flatMap(({ layout: { name, partitions }, topic }) => (topic.partitions === partitions ? []
        : [`${name} has ${topic.partitions} partitions and is declared with ${partitions}: another number would break the order of each subject's events.`])),
      ...(missing.length > 0 && replicas < copied ? [`Topics are missing (${missing.length}) and would have ${replicas} copies where others have ${copied}: run it again when all brokers run.`] : []),
    ],
    weak: there.flatMap(({ layout: { name }, topic: { copies } }) => (copies >= replicas ? []
      : [`${name} has ${copies} copies, and ${replicas} are possible: kafka-reassign-partitions makes them, and applying once more asks for them.`])),
  };
}

/** Settings of a topic with so many copies. */
export function entriesOf({ keeps }: Layout, copies: number): { name: string; value: string }[] {
  const kept = keeps === 'everything' ? { 'cleanup.policy': 'delete', 'retention.ms': '-1' } : { 'cleanup.policy': 'compact', 'segment.ms': '600000' };
  const entries = { ...kept, 'min.insync.replicas': copies < mostCopies ? '1' : '2', 'max.message.bytes': String(longestMessage) };
  return Object.entries(entries).map(([name, value]) => ({ name, value }));
}
