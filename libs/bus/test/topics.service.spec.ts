import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { applyTopics, planTopics } from '../src/kafka/topics.ts';
import { declared, kafkaRoom } from './kafkaRoom.ts';

const { settings } = kafkaRoom();

describe('the topics of a cluster', () => {
  it('are made once, as declared, and never get another number of partitions', async () => {
    expect(await planTopics(settings(), declared)).toEqual({ missing: [], keptOtherwise: [], refused: [], weak: [], replicas: 1 });
    const [one, ...others] = declared;
    const changed = [{ name: one?.name ?? '', partitions: 7, keeps: 'everything' as const }, ...others, { name: 'findings.new.v1', partitions: 1, keeps: 'latest' as const }];
    const { refused, missing } = await applyTopics(settings(), changed);
    expect(refused).toHaveLength(1);
    expect(missing.map(({ name }) => name)).toEqual(['findings.new.v1']);
    // Nothing was changed, because something was refused.
    expect((await planTopics(settings(), changed)).missing).toHaveLength(1);
    const kept = declared.map((layout) => ({ ...layout, keeps: 'latest' as const }));
    expect((await applyTopics(settings(), kept)).keptOtherwise.length).toBeGreaterThan(0);
    // A broker hears of it a moment after its controller.
    for (const deadline = Date.now() + 10_000; (await planTopics(settings(), kept)).keptOtherwise.length > 0 && Date.now() < deadline;) await pause(50);
    expect((await planTopics(settings(), kept)).keptOtherwise).toEqual([]);
  });
});
