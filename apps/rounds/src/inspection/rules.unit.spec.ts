import { Refusal, type Viewer } from '@xunlian/shared';
import { recusalKey } from '../recusal/rules.ts';
import type { Round } from '../round/rules.ts';
import { decide, evolve, extensionKey, extensionsIn, regularKey, type Inspection, type InspectionPeer, type StatedInspection } from './rules.ts';
import { stageOf } from './stage.ts';

const by: Viewer = { name: 'registrar', role: 'REGISTRAR', lineage: [] };
const lineage = ['43', '4313'];
const round: Round = {
  code: 'r1', lineage, officeCode: '4313', term: 5, sequence: 8, name: '第8轮', kind: 'REGULAR', ledByCode: null, startsOn: '2020-04-01', endsOn: '2020-06-30',
};
const stated: StatedInspection = {
  code: 'i1', roundCode: 'r1', groupCode: 'g1', organizationCode: 'o1', mode: 'REGULAR', elevated: null, cross: null, extendedFromCode: null,
  preparedOn: '2020-03-20', enteredOn: '2020-04-07', reportedOn: '2020-06-01', fedBackOn: '2020-06-20', transferredOn: '2020-06-25', archivedOn: '2020-12-01',
};
const inspection: Inspection = { ...stated, lineage, term: 5 };

interface Given { was?: Inspection; group?: string[]; organization?: string[]; extended?: Inspection; regular?: string[]; members?: InspectionPeer[]; extensions?: Record<string, string[]> }

const decided = (row: Partial<StatedInspection>, { was, group = lineage, organization = lineage, extended, regular = [], members = [], extensions = {} }: Given = {}) => {
  const next = { ...stated, ...row, extendedFromCode: extended?.code ?? null };
  const peers = (key: string): readonly InspectionPeer[] => {
    if (key === recusalKey(next)) return [...members, { type: 'inspection', code: 'another' }];
    const [of = ''] = extensionsIn([key]);
    return (key === regularKey({ ...next, lineage, term: 5 }) ? regular : extensions[of] ?? []).map((code) => ({ type: 'inspection', code }));
  };
  const refs = {
    roundCode: { ...round, code: next.roundCode }, groupCode: { code: next.groupCode, lineage: group },
    organizationCode: { code: next.organizationCode, lineage: organization, kind: 'TOWNSHIP' } as const, extendedFromCode: extended,
  };
  try {
    return decide(was ?? null, { type: 'record', origin: 'STATED', by, row: next, refs, peers });
  } catch (error) {
    if (error instanceof Refusal) return `${error.code} ${error.field}: ${error.message}`;
    throw error;
  }
};

describe('An inspection', () => {
  it('belongs to the round’s office and counts in its term', () => {
    const [fact] = decided({});
    expect(fact).toMatchObject({ type: 'InspectionRecorded', data: { lineage }, kept: { term: 5 } });
    expect(typeof fact === 'object' && evolve(null, fact, 'i1')).toEqual(inspection);
  });
  it.each([
    [{ preparedOn: '2020-04-08' }, 'enteredOn'], [{ enteredOn: '2020-06-02' }, 'reportedOn'], [{ reportedOn: '2020-06-21' }, 'fedBackOn'],
    [{ fedBackOn: '2020-06-26' }, 'transferredOn'], [{ transferredOn: '2020-12-02' }, 'archivedOn'],
    [{ reportedOn: null, fedBackOn: null, transferredOn: null, archivedOn: '2020-04-06' }, 'archivedOn'],
  ])('has its days in order: %j', (days, field) => expect(decided(days)).toContain(`INVALID ${field}: `));
  it('is not entered before the round starts, but may be prepared before', () => {
    expect(decided({ enteredOn: '2020-03-31' })).toContain('INVALID enteredOn: ');
    expect(decided({ preparedOn: '2019-12-31', enteredOn: '2020-04-01' })).toHaveLength(1);
  });
  it('is not entered after the round ended, but may go on after it', () => {
    expect(decided({ enteredOn: '2020-07-01', reportedOn: null, fedBackOn: null, transferredOn: null })).toBe('INVALID enteredOn: The order of dates makes no sense: the round ended on 2020-06-30 already.');
    expect(decided({ enteredOn: '2020-06-30', reportedOn: '2020-07-01', fedBackOn: null, transferredOn: null })).toHaveLength(1);
  });
  it('stays within the jurisdiction of the round', () => {
    expect(decided({}, { group: ['43'] })).toContain('INVALID groupCode: ');
    expect(decided({ elevated: true })).toContain('INVALID elevated: ');
  });
  it('goes on from an inspection of the same office, not from itself', () => {
    expect(decided({}, { extended: { ...inspection, code: 'i0' } })).toHaveLength(1);
    expect(decided({}, { extended: { ...inspection, code: 'i0', lineage: ['43'] } })).toContain('INVALID extendedFromCode: ');
    expect(decided({}, { was: inspection, extended: inspection })).toContain('INVALID extendedFromCode: ');
  });
  it('goes on from none that goes on from another, nor when another goes on from it', () => {
    const extended = { ...inspection, code: 'i0' };
    expect(decided({}, { extended, extensions: { i0: ['i9'] } })).toHaveLength(1);
    expect(decided({}, { extended, extensions: { i0: ['i0'] } })).toBe('INVALID extendedFromCode: The inspection i0 goes on from another itself, so none goes on from it.');
    expect(decided({}, { was: inspection, extended, extensions: { i1: ['i2'] } })).toBe('INVALID extendedFromCode: The inspection i2 goes on from this one, so it goes on from none itself.');
    expect(decided({ archivedOn: null }, { was: { ...inspection, extendedFromCode: 'i0' }, extended, extensions: { i0: ['i0'] } })).toHaveLength(1);
  });
  it('is found by the key of its extension among others', () => expect(extensionsIn(['regular/o1~4313~5', extensionKey('i.1')])).toEqual(['i.1']));
  it('is the only regular one of the organisation in a term, extended or not', () => {
    expect(decided({}, { regular: ['i0'] })).toContain('CONFLICT organizationCode: ');
    expect(decided({}, { regular: ['i0'], extended: { ...inspection, code: 'i2' } })).toContain('CONFLICT organizationCode: ');
    expect(decided({ mode: 'LOOK_BACK' }, { regular: ['i0'] })).toHaveLength(1);
    expect(decided({ archivedOn: null }, { was: inspection, regular: ['i1'] })).toHaveLength(1);
  });
  it('is not by a group with a member who has a tie to the organisation', () => {
    const tied = (untilOn: string): Given => ({ members: [{ type: 'member', code: 'p1', ties: [{ organizationCode: 'o1', kind: 'WORKED_AT', untilOn }] }] });
    expect(decided({}, tied('2017-04-07'))).toBe('CONFLICT groupCode: p1, who is authorised for this group, has a tie to the organisation.');
    expect(decided({}, tied('2017-04-06'))).toHaveLength(1);
    expect(decided({ enteredOn: null }, tied('2017-04-06'))).toContain('CONFLICT groupCode: p1');
  });
  it('keeps its round and its organisation, and may get another group or other days', () => {
    expect(decided({ roundCode: 'r2' }, { was: inspection })).toContain('CONFLICT roundCode: ');
    expect(decided({ organizationCode: 'o2' }, { was: inspection })).toContain('CONFLICT organizationCode: ');
    expect(decided({ groupCode: 'g2', archivedOn: '2021-01-01' }, { was: inspection })).toHaveLength(1);
  });
  describe('goes on under what was right when it began', () => {
    const was = { ...inspection, archivedOn: null };
    const members: InspectionPeer[] = [{ type: 'member', code: 'p1', ties: [{ organizationCode: 'o1', kind: 'RELATIVE', untilOn: null }] }];
    it('when its organisation has moved to another office, until another group or reach is asked for', () => {
      const organization = ['43', '4312'];
      expect(decided({}, { was, organization })).toHaveLength(1);
      expect(decided({ groupCode: 'g2' }, { was, organization })).toContain('INVALID organizationCode: ');
      expect(decided({ elevated: true }, { was, organization })).toContain('INVALID elevated: ');
      expect(decided({ cross: true }, { was, organization })).toContain('INVALID cross: ');
    });
    it('when a tie was told of since, until another group or day of duty is asked for', () => {
      expect(decided({ reportedOn: '2020-06-02' }, { was, members })).toHaveLength(1);
      expect(decided({ preparedOn: null }, { was, members })).toHaveLength(1);
      expect(decided({ enteredOn: '2020-04-08' }, { was, members })).toContain('CONFLICT groupCode: p1');
      expect(decided({ enteredOn: null }, { was, members })).toContain('CONFLICT groupCode: p1');
      expect(decided({ groupCode: 'g2' }, { was, members })).toContain('CONFLICT groupCode: p1');
    });
  });
  it('stays as recorded when the same is stated again, whatever has become of the group since', () =>
    expect(decided({}, { was: inspection, group: ['43'] })).toEqual([]));
});

describe('The stage of an inspection', () => {
  it.each([
    ['PREPARING', {}], ['PREPARING', { preparedOn: '2020-01-01' }], ['INQUIRY', { enteredOn: '2020-01-01' }], ['REPORTING', { reportedOn: '2020-01-01' }],
    ['FEEDBACK', { fedBackOn: '2020-01-01' }], ['RECTIFYING', { transferredOn: '2020-01-01' }], ['ARCHIVED', { archivedOn: '2020-01-01' }],
    ['ARCHIVED', { enteredOn: '2020-01-01', archivedOn: '2020-01-01' }],
  ])('is %s after %j', (stage, days) => {
    const undated = { preparedOn: null, enteredOn: null, reportedOn: null, fedBackOn: null, transferredOn: null, archivedOn: null };
    expect(stageOf({ ...inspection, ...undated, ...days })).toBe(stage);
  });
});
