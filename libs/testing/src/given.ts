import { expect } from '@jest/globals';
import { Refusal, type Fact, type Found, type Owned, type Peers, type RecordCommand, type RefusalCode, type Viewer } from '@xunlian/shared';

interface Rules<State extends Owned, Row extends { code: string }, Refs, Peer> {
  readonly decide: (state: State | null, command: RecordCommand<Row, Refs, Peer>) => Fact[];
  readonly evolve: (state: State | null, fact: Fact, code: string) => State;
}

/** The county that owns what specs of rules record. */
export const county = ['430000', '431300', '431302'];

/** Another county of its city. */
export const sibling = ['430000', '431300', '431381'];

/** The registrar of the city, who acts for both. */
export const cityRegistrar: Viewer = { name: 'registrar', role: 'REGISTRAR', lineage: ['430000', '431300'] };

/** The registrar of that county. */
export const registrar: Viewer = { name: 'registrar', role: 'REGISTRAR', lineage: county };

/**
 * `given(rows recorded before).when(a row, what its references find).records | keepsToItself | changesNothing | refuses`; beside
 * the peers, if there are any.
 */
export const givenOf = <State extends Owned, Row extends { code: string }, Refs, Peer = never>(
  { decide, evolve }: Rules<State, Row, Refs, Peer>,
  found: Found<Refs>,
  peers: Peers<Peer> = () => [],
) =>
  (...before: readonly Row[]) => {
    const commandOf = (row: Row, refs: Found<Refs>, by: Viewer): RecordCommand<Row, Refs, Peer> => ({ type: 'record', origin: 'STATED', by, row, refs, peers });
    // What is given was recorded when there were no peers.
    const state = before.reduce<State | null>((so, row) =>
      decide(so, { ...commandOf(row, found, registrar), peers: () => [] }).reduce<State | null>((was, fact) => evolve(was, fact, row.code), so), null);
    return {
      when(row: Row, refs: Found<Refs> = found, by = registrar) {
        const decided = () => decide(state, commandOf(row, refs, by));
        return {
          records: (data: object) => { expect(decided()).toMatchObject([{ data }]); },
          keepsToItself: (...fields: readonly (keyof State & string)[]) => {
            expect(decided().map(({ kept }) => Object.keys(kept).sort())).toEqual([fields.toSorted()]);
          },
          changesNothing: () => { expect(decided()).toEqual([]); },
          refuses: (code: RefusalCode, field: string | null) => { expect(refusalOf(decided)).toMatchObject({ code, field }); },
        };
      },
    };
  };

function refusalOf(work: () => unknown): Refusal {
  try {
    work();
  } catch (failure) {
    if (failure instanceof Refusal) return failure;
    throw failure;
  }
  throw new Error('Nothing was refused.');
}
