import { setTimeout as sleep } from 'node:timers/promises';
import { layouts, type Layout } from '@xunlian/events';
import type { KafkaSettings } from '../settings.ts';
import { connected, topicResource, withClient, type Admin } from './client.ts';
import type { Ends } from './progress.ts';

/** What stands between the topics of a cluster and those the system declares. */
export interface TopicsPlan {
  readonly missing: readonly Layout[];
  /** Topics kept differently from what is declared. */
  readonly keptOtherwise: readonly Layout[];
  /** Why a topic cannot be made what is declared, a sentence each. */
  readonly refused: readonly string[];
  /** Copies of each message: three where there are as many brokers. */
  readonly replicas: number;
}

/** A row that a document of MongoDB held fits into a message, with its headers. */
const longestMessage = 20_000_000;
const patience = 30_000;
const leaderPauseMs = 100;

/** Says what `applyTopics` would do. Throws when no broker answers. */
export async function planTopics(settings: KafkaSettings, declared: readonly Layout[] = layouts): Promise<TopicsPlan> {
  return withAdmin(settings, (admin) => planWith(admin, settings.prefix, declared));
}

/**
 * Makes the topics that are missing, and lets those that are there keep what is declared, unless anything is refused: then
 * nothing is changed. Throws when no broker answers.
 */
export async function applyTopics(settings: KafkaSettings, declared: readonly Layout[] = layouts): Promise<TopicsPlan> {
  return withAdmin(settings, async (admin) => {
    const plan = await planWith(admin, settings.prefix, declared);
    if (plan.refused.length > 0) return plan;
    const named = ({ name }: Layout) => settings.prefix + name;
    if (plan.missing.length > 0) {
      await admin.createTopics({
        waitForLeaders: false,
        timeout: patience,
        topics: plan.missing.map((layout) => ({
          topic: named(layout), numPartitions: layout.partitions, replicationFactor: plan.replicas, configEntries: entriesOf(layout, plan.replicas),
        })),
      });
      await awaitLeaders(admin, plan.missing.map(named));
    }
    if (plan.keptOtherwise.length > 0) await admin.alterConfigs({
      validateOnly: false,
      resources: plan.keptOtherwise.map((layout) => ({ type: topicResource, name: named(layout), configEntries: entriesOf(layout, plan.replicas) })),
    });
    return plan;
  });
}

/** Waits until each partition has a leader. A broker that has not heard of a new topic yet says that there is none, which kafkajs does not wait for. */
async function awaitLeaders(admin: Admin, names: string[]): Promise<void> {
  for (const end = performance.now() + patience; ;) {
    const failure = await admin.fetchTopicMetadata({ topics: names }).then(
      ({ topics: found }) => (found.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0)) ? null : new Error('The new topics have no leaders.')),
      (error: Error) => error,
    );
    if (failure === null) return;
    if (performance.now() > end) throw failure;
    await sleep(leaderPauseMs);
  }
}

/** Throws when a cluster lacks one of these topics, naming them and the command that makes them. */
export async function assertTopics(admin: Admin, names: readonly string[]): Promise<void> {
  const present = new Set(await admin.listTopics());
  const missing = names.filter((name) => !present.has(name));
  if (missing.length > 0) throw new Error(`Kafka has no topic ${missing.join(', ')}: run xunlian topics apply.`);
}

/** The present ends of topics, by name without prefix, as the brokers tell them. All are waited for, also when one fails. */
export async function endsOf(admin: Admin, prefix: string, topics: readonly string[]): Promise<Ends> {
  const told = await Promise.allSettled(topics.map(async (topic) => {
    const offsets = await admin.fetchTopicOffsets(prefix + topic);
    return [topic, offsets.sort((a, b) => a.partition - b.partition).map(({ high }) => Number(high))] as const;
  }));
  return Object.fromEntries(told.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  }));
}

async function planWith(admin: Admin, prefix: string, declared: readonly Layout[]): Promise<TopicsPlan> {
  const [{ brokers }, present] = await Promise.all([admin.describeCluster(), admin.listTopics()]);
  const replicas = Math.min(3, brokers.length);
  const there = declared.filter(({ name }) => present.includes(prefix + name));
  const missing = declared.filter((layout) => !there.includes(layout));
  if (there.length === 0) return { missing, keptOtherwise: [], refused: [], replicas };
  const names = there.map(({ name }) => prefix + name);
  const { topics: found } = await admin.fetchTopicMetadata({ topics: names });
  const parts = new Map(found.map(({ name, partitions }) => [name, partitions.length]));
  const refused = there.flatMap(({ name, partitions }) => {
    const has = parts.get(prefix + name);
    return has === partitions ? [] : [`${prefix}${name} has ${has} partitions and is declared with ${partitions}: another number would break the order of each subject's events.`];
  });
  const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: names.map((name) => ({ type: topicResource, name })) });
  const configured = new Map(resources.map(({ resourceName, configEntries }) => [resourceName, new Map(configEntries.map(({ configName, configValue }) => [configName, configValue]))]));
  const keptOtherwise = there.filter((layout) => entriesOf(layout, replicas).some(({ name, value }) => configured.get(prefix + layout.name)?.get(name) !== value));
  return { missing, keptOtherwise, refused, replicas };
}

function entriesOf({ keeps }: Layout, replicas: number): { name: string; value: string }[] {
  const kept = keeps === 'everything' ? { 'cleanup.policy': 'delete', 'retention.ms': '-1' } : { 'cleanup.policy': 'compact', 'segment.ms': '600000' };
  const entries = { ...kept, 'min.insync.replicas': replicas < 3 ? '1' : '2', 'max.message.bytes': String(longestMessage) };
  return Object.entries(entries).map(([name, value]) => ({ name, value }));
}

async function withAdmin<Result>(settings: KafkaSettings, work: (admin: Admin) => Promise<Result>): Promise<Result> {
  return withClient(settings, 'topics', async (kafka) => work(await connected(kafka.admin())));
}
