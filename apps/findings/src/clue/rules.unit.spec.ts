import { Refusal, type Viewer } from '@xunlian/shared';
import type { Finding } from '../finding/rules.ts';
import { clueKey, decide, evolve, stateOf, type Clue, type ClueCommand, type StatedClue } from './rules.ts';

const by: Viewer = { name: 'registrar', role: 'REGISTRAR', lineage: [] };
const inspection = { code: 'i1', lineage: ['430000', '431300'], organizationCode: 'o1', roundCode: 'r1', preparedOn: null, enteredOn: '2020-03-01', fedBackOn: null };
const finding: Finding = {
  code: 'f1', lineage: inspection.lineage, inspectionCode: 'i1', organizationCode: 'o1', roundCode: 'r1', discipline: 'WORK', theme: null,
  scope: 'INDIVIDUAL', immediate: null, foundOn: '2020-03-10', summary: '问题',
};
const stated: StatedClue = {
  code: 'c1', inspectionCode: 'i1', findingCode: 'f1', foundOn: '2020-03-20', about: '反映有关情况', transferredOn: null, receiver: null, caseOpenedOn: null, concludedOn: null,
};
const recording = (row: Partial<StatedClue> = {}, found: Finding | undefined = finding): ClueCommand =>
  ({ type: 'record', origin: 'STATED', by, row: { ...stated, ...row }, refs: { inspectionCode: inspection, findingCode: found }, peers: () => [] });
const transfer = (on: string, viewer = by): ClueCommand => ({ type: 'transferClue', by: viewer, receiver: 'DISCIPLINE_ORGAN', on });
const given = (...commands: ClueCommand[]): Clue | null =>
  commands.reduce<Clue | null>((clue, command) => decide(clue, command).reduce<Clue | null>((so, fact) => evolve(so, fact, 'c1'), clue), null);
const refused = (clue: Clue | null, command: ClueCommand): string => {
  try {
    decide(clue, command);
  } catch (error) {
    if (error instanceof Refusal) return `${error.code} ${error.field}: ${error.message}`;
  }
  return 'not refused';
};

describe('A clue', () => {
  it('takes organisation, round and office from its inspection', () =>
    expect(given(recording())).toMatchObject({ organizationCode: 'o1', roundCode: 'r1', lineage: inspection.lineage }));
  it('never publishes what it is about', () => expect(JSON.stringify(decide(null, recording()).map(({ data }) => data))).not.toContain(stated.about));
  it('has nothing repeated that stands where a code is meant, since it may be sealed text', () => {
    const misplaced = { ...recording({ findingCode: '431302199001011234' }), refs: { inspectionCode: inspection, findingCode: undefined } } as ClueCommand;
    expect(refused(null, misplaced)).toBe('INVALID findingCode: There is no finding with this code.');
  });
  it('belongs to a finding of its own inspection', () =>
    expect(refused(null, recording({}, { ...finding, inspectionCode: 'i2' }))).toMatch(/^INVALID findingCode/));
  it.each([
    ['is found after the group entered', { foundOn: '2020-02-28' }, 'foundOn'],
    ['is transferred after it is found', { transferredOn: '2020-03-19' }, 'transferredOn'],
    ['becomes a case after its transfer', { transferredOn: '2020-04-01', caseOpenedOn: '2020-03-31' }, 'caseOpenedOn'],
    ['is concluded last', { transferredOn: '2020-04-01', concludedOn: '2020-03-31' }, 'concludedOn'],
  ])('%s', (_, row, field) => expect(refused(null, recording(row))).toMatch(new RegExp(`^INVALID ${field}:`)));
});

describe('A clue with an outcome', () => {
  const command = (foundOn: string): ClueCommand => {
    const peers = (key: string) => (key === clueKey('c1') ? [{ code: 'x1', decidedOn: '2020-05-01' }] : []);
    return { type: 'record', origin: 'STATED', by, row: { ...stated, foundOn }, refs: { inspectionCode: inspection, findingCode: finding }, peers };
  };
  it('may be found on the day of that, and not later', () => {
    expect(decide(given(recording()), command('2020-05-01'))).toHaveLength(1);
    expect(refused(given(recording()), command('2020-05-02'))).toBe('CONFLICT foundOn: An outcome of it was decided before that day.');
  });
});

describe('The transfer of a clue', () => {
  it('is recorded with its day and receiver', () =>
    expect(given(recording(), transfer('2020-04-01'))).toMatchObject({ transferredOn: '2020-04-01', receiver: 'DISCIPLINE_ORGAN', about: stated.about }));
  it('happens once, whichever way it is said', () => {
    const transferred = given(recording(), transfer('2020-04-01'));
    expect(refused(transferred, transfer('2020-05-01'))).toBe('CONFLICT transferredOn: Already transferred on 2020-04-01.');
    expect(refused(transferred, recording({ transferredOn: '2020-05-01' }))).toMatch(/^CONFLICT transferredOn/);
    expect(refused(transferred, recording())).toMatch(/^CONFLICT transferredOn/);
    expect(refused(transferred, recording({ transferredOn: '2020-04-01', receiver: 'OTHER' }))).toBe('CONFLICT receiver: Already transferred to DISCIPLINE_ORGAN.');
  });
  it('is completed by a receiver that was not known', () => {
    const transferred = given(recording({ transferredOn: '2020-04-01' }));
    expect(decide(transferred, recording({ transferredOn: '2020-04-01', receiver: 'OTHER' }))).toHaveLength(1);
  });
  it('does not come before the clue', () => expect(refused(given(recording()), transfer('2020-03-19'))).toMatch(/^INVALID transferredOn/));
  it.each(['caseOpenedOn', 'concludedOn'] as const)('does not come after %s, just as in a row', (field) => {
    const late = refused(null, recording({ transferredOn: '2021-01-01', [field]: '2020-03-20' }));
    expect(refused(given(recording({ [field]: '2020-03-20' })), transfer('2021-01-01'))).toBe(late);
    expect(late).toMatch(new RegExp(`^INVALID ${field}`));
    expect(given(recording({ [field]: '2020-03-20' }), transfer('2020-03-20'))).toMatchObject({ transferredOn: '2020-03-20' });
  });
  it('of a clue elsewhere is the transfer of none', () => {
    expect(refused(given(recording()), transfer('2020-04-01', { ...by, lineage: ['410000'] }))).toMatch(/^NOT_FOUND/);
    expect(refused(null, transfer('2020-04-01'))).toMatch(/^NOT_FOUND/);
  });
});

describe('The state of a clue', () => {
  it('is told by the last of its days', () => {
    const days = { transferredOn: '2020-04-01', caseOpenedOn: '2020-05-01', concludedOn: '2020-06-01' };
    expect(stateOf(days)).toBe('CONCLUDED');
    expect(stateOf({ ...days, concludedOn: null })).toBe('CASE_OPENED');
    expect(stateOf({ ...days, concludedOn: null, caseOpenedOn: null })).toBe('TRANSFERRED');
    expect(stateOf({ transferredOn: null, caseOpenedOn: null, concludedOn: null })).toBe('FOUND');
  });
});
