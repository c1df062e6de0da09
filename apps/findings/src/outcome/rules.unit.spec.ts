import { cityRegistrar, county, givenOf, sibling } from '@xunlian/testing/given';
import type { Clue } from '../clue/rules.ts';
import { decide, evolve, type OutcomeRefs, type StatedOutcome } from './rules.ts';

const clue: Clue = {
  code: 'c1', lineage: county, inspectionCode: 'i1', organizationCode: 'o1', roundCode: 'r1', findingCode: null, foundOn: '2020-03-20', about: '反映有关情况',
  transferredOn: null, receiver: null, caseOpenedOn: null, concludedOn: null,
};
const row: StatedOutcome = {
  code: 'x1', officeCode: '431302', clueCode: 'c1', personRef: '某人', person: 'a'.repeat(32), kind: 'ADMONITION', accountability: null, decidedOn: '2020-03-20',
};
const refs = { officeCode: { code: '431302', lineage: county }, clueCode: clue };
const given = givenOf<ReturnType<typeof evolve>, StatedOutcome, OutcomeRefs>({ decide, evolve }, refs);

describe('An outcome', () => {
  it('belongs to the office that records it, and may be decided on the day its clue was found', () =>
    given().when(row).records({ lineage: county, person: row.person, decidedOn: '2020-03-20' }));
  it('publishes neither to whom it happened nor who recorded it', () => given().when(row).keepsToItself('officeCode', 'personRef'));
  it('stated again changes nothing', () => given(row).when(row).changesNothing());
  it('is not decided before its clue was found', () => given().when({ ...row, decidedOn: '2020-03-19' }).refuses('INVALID', 'decidedOn'));
  it('may come of no clue', () =>
    given().when({ ...row, clueCode: null, decidedOn: '2015-01-01' }, { ...refs, clueCode: undefined }).records({ clueCode: null }));
  it('comes of a clue that is known', () => given().when(row, { ...refs, clueCode: undefined }).refuses('INVALID', 'clueCode'));
  it('is recorded by an office that is known', () => given().when(row, { ...refs, officeCode: undefined }).refuses('INVALID', 'officeCode'));
  it('may move to another office that the registrar acts for, and stays after its clue', () => {
    const [moved, there] = [{ ...row, officeCode: '431381' }, { ...refs, officeCode: { code: '431381', lineage: sibling } }];
    given(row).when(moved, there, cityRegistrar).records({ lineage: sibling });
    given(row).when({ ...moved, decidedOn: '2020-03-19' }, there, cityRegistrar).refuses('INVALID', 'decidedOn');
    given(row).when(moved, there).refuses('FORBIDDEN', null);
    given(row).when(moved, there, { ...cityRegistrar, lineage: sibling }).refuses('INVALID', 'clueCode');
  });
});
