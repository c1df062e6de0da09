import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { batchTaken, eventBroken, eventDeadLettered, factsPublished, feedFailed, versionsMissed } from '@xunlian/bus/occurrences';
import { groupCommitted, sealedRead, transactionRetried } from '@xunlian/store/occurrences';
import { workDone } from './occurrences.ts';
import { observe, type Observation } from './observe.ts';

const done = { startedAt: 0, ms: 20, traces: [] };

/** What is told, and the figures that it moves, by how much. */
const told: { readonly what: string; readonly tell: () => void; readonly moves: Readonly<Record<string, number>> }[] = [
  { what: 'a transaction that began again', tell: () => transactionRetried.tell({}), moves: { xunlian_transactions_retried_total: 1 } },
  { what: 'a dead letter', tell: () => eventDeadLettered.tell({ topic: 't' }), moves: { xunlian_dead_letters_total: 1 } },
  { what: 'facts that the broker has acknowledged', tell: () => factsPublished.tell({ ...done, facts: 3 }), moves: { xunlian_facts_published_total: 3, xunlian_publish_duration_seconds_count: 1 } },
  { what: 'a feed that failed', tell: () => feedFailed.tell({}), moves: { xunlian_feed_failures_total: 1 } },
  { what: 'an event that broke its contract', tell: () => eventBroken.tell({ topic: 't' }), moves: { xunlian_events_broken_total: 1 } },
  { what: 'versions that never came', tell: () => versionsMissed.tell({ versions: 4 }), moves: { xunlian_versions_missed_total: 4 } },
  { what: 'a batch', tell: () => batchTaken.tell({ ...done, events: 6 }), moves: { xunlian_feed_batch_events_sum: 6, xunlian_feed_batch_duration_seconds_count: 1 } },
  { what: 'a group of commands', tell: () => groupCommitted.tell({ ...done, kind: 'k', commands: 2 }), moves: { xunlian_group_commands_sum: 2, xunlian_group_duration_seconds_count: 1 } },
  { what: 'a sealed text handed out', tell: () => sealedRead.tell({ kind: 'k' }), moves: { xunlian_sealed_reads_total: 1 } },
  { what: 'work by name', tell: () => workDone.tell({ ...done, work: 'w', parts: 1 }), moves: { xunlian_work_duration_seconds_count: 1 } },
];

describe('The figures of a process', () => {
  let observation: Observation;
  let status = { service: 's', facts: 9, unrelayed: 5, feeds: [{ source: 'rounds', lag: 7, through: null }] };
  beforeEach(async () => {
    observation = await observe({ name: 's', config: {}, ready: async () => null, status: async () => status });
  });
  afterEach(() => observation.stop());

  /** Sums over what each figure is told of, by its name. */
  const figures = async () => {
    const sums = new Map<string, number>();
    for (const [, name = '', value] of (await observation.metrics()).matchAll(/^(xunlian_\w+)\{.*\} (\S+)$/gm)) sums.set(name, (sums.get(name) ?? 0) + Number(value));
    return (name: string) => sums.get(name) ?? 0;
  };
  const counts = told.flatMap(({ moves }) => Object.keys(moves));

  it.each(told)('move with $what, by as many, and no other counter does', async ({ tell, moves }) => {
    const before = await figures();
    tell();
    const after = await figures();
    expect(Object.fromEntries(counts.map((name) => [name, after(name) - before(name)]))).toEqual({ ...Object.fromEntries(counts.map((name) => [name, 0])), ...moves });
  });

  it('show what the process knows of its state, and no more what it said before', async () => {
    const state = async () => ['xunlian_journal_facts', 'xunlian_journal_unrelayed_facts', 'xunlian_feed_lag_facts'].map(await figures());
    expect(await state()).toEqual([9, 5, 7]);
    status = { ...status, facts: 12, unrelayed: 0, feeds: [{ source: 'rounds', lag: 2, through: null }] };
    expect(await state()).toEqual([12, 0, 2]);
  });
});
