import { Refusal, type Fact, type Found, type Owned, type RecordCommand, type RefusalCode, type Viewer } from '@xunlian/shared';

interface Rules<State extends Owned, Row extends { code: string }, Refs> {
  readonly decide: (state: State | null, command: RecordCommand<Row, Refs>) => Fact[];
  readonly evolve: (state: State | null, fact: Fact, code: string) => State;
}

/** The county that owns what these specs record. */
export const county = ['430000', '431300', '431302'];

/** The registrar of that county. */
export const registrar: Viewer = { name: 'registrar', role: 'REGISTRAR', lineage: county };

/** `given(rows recorded before).when(a row, what its references find).records | changesNothing | refuses`. */
export const givenOf = <State extends Owned, Row extends { code: string }, Refs>({ decide, evolve }: Rules<State, Row, Refs>, found: Found<Refs>) =>
  (...before: readonly Row[]) => {
    const commandOf = (row: Row, refs: Found<Refs>, by: Viewer): RecordCommand<Row, Refs> => ({ type: 'record', by, row, refs, peers: () => [] });
    const state = before.reduce<State | null>(
      (so, row) => decide(so, commandOf(row, found, registrar)).reduce<State | null>((was, fact) => evolve(was, fact, row.code), so), null);
    return {
      when(row: Row, refs: Found<Refs> = found, by = registrar) {
        const decided = () => decide(state, commandOf(row, refs, by));
        return {
          records: (data: object) => { expect(decided()).toMatchObject([{ data }]); },
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
