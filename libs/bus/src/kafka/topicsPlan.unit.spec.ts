import { describe, expect, it } from '@jest/globals';
import type { Layout } from '@xunlian/events';
import { entriesOf, planOf } from './topicsPlan.ts';

const layout: Layout = { name: 'findings.clue.v1', partitions: 6, keeps: 'everything' };
const further: Layout = { ...layout, name: 'findings.further.v1' };

/** A cluster that has the first topic with so many copies, as it was made, and of whose brokers so many run. */
const cluster = (copies: number, brokers: number) => {
  const config = new Map(entriesOf(layout, copies).map(({ name, value }) => [name, value]));
  return { brokers, found: ({ name }: Layout) => (name === layout.name ? { partitions: 6, copies, config } : undefined) };
};

describe('a plan for the topics of a cluster', () => {
  it('changes nothing of a topic with three copies while one or two of three brokers are away', () => {
    for (const brokers of [3, 2, 1]) expect(planOf([layout], cluster(3, brokers))).toMatchObject({ keptOtherwise: [], refused: [], weak: [] });
  });
  it('makes no topic with fewer copies than others have', () => {
    expect(planOf([layout, further], cluster(3, 2)).refused).toEqual(['Topics are missing (1) and would have 2 copies where others have 3: run it again when all brokers run.']);
    expect(planOf([layout, further], cluster(3, 3))).toMatchObject({ refused: [], missing: [further], replicas: 3 });
  });
  it('asks of a topic with one copy for no second one that does not exist, and says that it is weak', () => {
    expect(planOf([layout], cluster(1, 3))).toMatchObject({ keptOtherwise: [], refused: [] });
    expect(planOf([layout], cluster(1, 3)).weak).toEqual([expect.stringMatching(/^findings.clue.v1 has 1 copies, and 3 are possible/)]);
  });
  it('asks for two of three copies once a topic was given them', () => {
    const { found } = cluster(1, 3);
    const grown = { brokers: 3, found: (one: Layout) => { const topic = found(one); return topic && { ...topic, copies: 3 }; } };
    expect(planOf([layout], grown)).toMatchObject({ keptOtherwise: [{ layout, copies: 3 }], refused: [], weak: [] });
  });
  it('refuses another number of partitions', () => {
    expect(planOf([{ ...layout, partitions: 7 }], cluster(1, 1)).refused).toHaveLength(1);
  });
});
