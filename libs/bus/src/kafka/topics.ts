import { setTimeout as sleep } from 'node:timers/promises';
import { layouts, type Layout } from '@xunlian/events';
import type { KafkaSettings } from '../settings.ts';
import { connected, topicResource, withClient, type Admin } from './client.ts';
import type { Ends } from './progress.ts';
import { entriesOf, planOf, type FoundTopic, type TopicsPlan } from './topicsPlan.ts';

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
      resources: plan.keptOtherwise.map(({ layout, copies }) => ({ type: topicResource, name: named(layout), configEntries: entriesOf(layout, copies) })),
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
  const names = declared.map(({ name }) => prefix + name).filter((name) => present.includes(name));
  const found = new Map(names.length === 0 ? [] : await foundTopics(admin, names));
  return planOf(declared, { brokers: brokers.length, found: ({ name }) => found.get(prefix + name) });
}

/** How topics are kept by a cluster. */
async function foundTopics(admin: Admin, names: string[]): Promise<(readonly [string, FoundTopic])[]> {
  const [{ topics }, { resources }] = await Promise.all([
    admin.fetchTopicMetadata({ topics: names }),
    admin.describeConfigs({ includeSynonyms: false, resources: names.map((name) => ({ type: topicResource, name })) }),
  ]);
  const configured = new Map(resources.map(({ resourceName, configEntries }) => [resourceName, new Map(configEntries.map(({ configName, configValue }) => [configName, configValue]))]));
  return topics.map(({ name, partitions }) =>
    [name, { partitions: partitions.length, copies: Math.min(...partitions.map(({ replicas }) => replicas.length)), config: configured.get(name) ?? new Map() }]);
}

async function withAdmin<Result>(settings: KafkaSettings, work: (admin: Admin) => Promise<Result>): Promise<Result> {
  return withClient(settings, 'topics', async (kafka) => work(await connected(kafka.admin())));
}
