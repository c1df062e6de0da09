import { statusLines } from './status.ts';

const still = { facts: 1, unrelayed: 0, feeds: [], rebuilds: [] };

describe('the lines about services', () => {
  it('tell what each has still to send and to take, and what is being built anew', () => {
    expect(statusLines({
      organizationsStatus: { ...still, service: 'organizations', unrelayed: 12 },
      roundsStatus: {
        ...still, service: 'rounds', feeds: [{ source: 'organizations', lag: 3 }, { source: 'pools', lag: 0 }],
        rebuilds: [{ readModel: 'pools.person.v1', state: 'BUILDING', taken: 12 }, { readModel: 'pools.tie.v1', state: 'DONE', taken: 7 }],
      },
    })).toEqual([
      'service        facts  not yet relayed  feed lag',
      'organizations      1               12',
      'rounds             1                0  organizations 3, pools 0, pools.person.v1 is built anew (12 facts)',
    ]);
  });
  it('are none when nothing is known of any', () => {
    expect(statusLines({})).toEqual([]);
  });
});
