import { Refusal, type Viewer } from '@xunlian/shared';
import { decide, evolve, numberKey, roundKey, roundsIn, type Round, type RoundPeer, type StatedRound } from './rules.ts';

const by: Viewer = { name: 'registrar', role: 'REGISTRAR', lineage: [] };
const lineage = ['43', '4313', '431302'];
const stated: StatedRound = {
  code: 'r1', officeCode: '431302', term: 5, sequence: 8, name: '第8轮', kind: 'REGULAR', ledByCode: null, startsOn: '2020-04-01', endsOn: '2020-06-30',
};
const round: Round = { ...stated, lineage };
const leading = (code: string, of: string[]): Round => ({ ...round, code, lineage: of, officeCode: of.at(-1) ?? '' });
const duty = { type: 'inspection', code: 'i1', organizationCode: 'o1', preparedOn: null, enteredOn: null, ties: [] } as const;

interface Given { was?: Round; ledBy?: Round; numbered?: string[]; duties?: RoundPeer[] }

const decided = (row: Partial<StatedRound>, { was, ledBy, numbered = [], duties = [] }: Given = {}) => {
  const next = { ...stated, ...row, ledByCode: ledBy?.code ?? null };
  const peers = (key: string): readonly RoundPeer[] =>
    key === numberKey(next) ? numbered.map((code) => ({ type: 'round', code })) : key === roundKey('r1') ? duties : [];
  try {
    return decide(was ?? null, { type: 'record', origin: 'STATED', by, row: next, refs: { officeCode: { code: next.officeCode, lineage }, ledByCode: ledBy }, peers });
  } catch (error) {
    if (error instanceof Refusal) return `${error.code} ${error.field}`;
    throw error;
  }
};

describe('A round', () => {
  it('belongs to its office, and its name stays there', () => {
    const [fact] = decided({});
    expect(fact).toMatchObject({ type: 'RoundRecorded', data: { lineage, term: 5 }, kept: { name: '第8轮', officeCode: '431302' } });
    expect(typeof fact === 'object' && evolve(null, fact, 'r1')).toEqual(round);
  });
  it('does not end before it starts', () => expect(decided({ endsOn: '2020-03-31' })).toBe('INVALID endsOn'));
  it('may be without an end', () => expect(decided({ endsOn: null })).toHaveLength(1));
  it.each(['term', 'sequence'] as const)('has a %s from 1', (field) => expect(decided({ [field]: 0 })).toBe(`INVALID ${field}`));
  it('has its number for itself', () => expect(decided({}, { numbered: ['r1', 'r2'] })).toBe('CONFLICT sequence'));
  it('keeps its number when it changes', () => expect(decided({ name: '另名' }, { was: round, numbered: ['r1'] })).toHaveLength(1));
  it('keeps its office and its term', () => expect(decided({ term: 6 }, { was: round })).toBe('CONFLICT term'));
  it('is led by a round of an office above, however far', () => expect(decided({}, { ledBy: leading('r0', ['43']) })).toHaveLength(1));
  it.each([['itself', round], ['its own office', leading('r2', lineage)], ['a sibling', leading('r2', ['43', '4313', '431321'])], ['an office beside the way up', leading('r2', ['43', '4301'])]])(
    'is not led by %s', (_, ledBy) => expect(decided({}, { was: round, ledBy })).toBe('INVALID ledByCode'));
  it('may get another leading round', () => expect(decided({}, { was: { ...round, ledByCode: 'r9' }, ledBy: leading('r0', ['43']) })).toHaveLength(1));
  it('does not start after one of its inspections was entered', () => {
    const duties: RoundPeer[] = [{ ...duty, enteredOn: '2020-04-07' }];
    expect(decided({ startsOn: '2020-04-08' }, { was: round, duties })).toBe('CONFLICT startsOn');
    expect(decided({ startsOn: '2020-04-07' }, { was: round, duties })).toHaveLength(1);
  });
  it('does not end before one of its inspections was entered', () => {
    const duties: RoundPeer[] = [{ ...duty, enteredOn: '2020-04-07' }];
    expect(decided({ endsOn: '2020-04-06' }, { was: round, duties })).toBe('CONFLICT endsOn');
    expect(decided({ endsOn: '2020-04-07' }, { was: round, duties })).toHaveLength(1);
    expect(decided({ endsOn: null }, { was: round, duties })).toHaveLength(1);
  });
  it('does not move to where a member has a tie that an undated inspection asks about', () => {
    const duties: RoundPeer[] = [{ ...duty, ties: [{ organizationCode: 'o1', kind: 'RELATIVE', untilOn: '2020-03-15' }] }];
    expect(decided({ startsOn: '2020-03-15' }, { was: round, duties })).toBe('CONFLICT startsOn');
    expect(decided({ startsOn: '2020-03-16' }, { was: round, duties })).toHaveLength(1);
  });
  it('is not asked about its inspections again while its first day stays', () => {
    const duties: RoundPeer[] = [{ ...duty, ties: [{ organizationCode: 'o1', kind: 'RELATIVE', untilOn: null }] }];
    expect(decided({ name: '另名' }, { was: round, duties })).toHaveLength(1);
    expect(decided({ startsOn: '2020-04-02' }, { was: round, duties })).toBe('CONFLICT startsOn');
  });
  it('is found by its key among others', () => expect(roundsIn(['number/431302~5~8~REGULAR', roundKey('r1')])).toEqual(['r1']));
});
