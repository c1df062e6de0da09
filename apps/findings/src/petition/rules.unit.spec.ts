import { cityRegistrar, county, givenOf, sibling } from '@xunlian/testing/given';
import { inspection } from '../../test/inspection.ts';
import { decide, evolve, type PetitionRefs, type StatedPetition } from './rules.ts';

const row: StatedPetition = { code: 'p1', inspectionCode: 'i1', channel: 'LETTER', receivedOn: '2020-02-20', relevant: null };
const given = givenOf<ReturnType<typeof evolve>, StatedPetition, PetitionRefs>({ decide, evolve }, { inspectionCode: inspection });
const held = (differs: Partial<typeof inspection>) => ({ inspectionCode: { ...inspection, ...differs } });

describe('A petition', () => {
  it('takes office, organisation and round from its inspection', () =>
    given().when(row).records({ lineage: county, organizationCode: 'o1', roundCode: 'r1' }));
  it('stated again changes nothing', () => given(row).when(row).changesNothing());
  it('reaches an inspection that is known', () => given().when(row, { inspectionCode: undefined }).refuses('INVALID', 'inspectionCode'));
  it('is not received before its inspection was prepared', () => given().when({ ...row, receivedOn: '2020-02-19' }).refuses('INVALID', 'receivedOn'));
  it('may be received on any day while nobody says when preparation began', () =>
    given().when({ ...row, receivedOn: '2010-01-01' }, held({ preparedOn: null })).records({ receivedOn: '2010-01-01' }));
  it('may be received after the feedback', () => given().when({ ...row, receivedOn: '2021-01-01' }).records({ receivedOn: '2021-01-01' }));
  it('may move to another inspection of the offices that the registrar acts for', () => {
    const [moved, elsewhere] = [{ ...row, inspectionCode: 'i2' }, held({ code: 'i2', lineage: sibling, organizationCode: 'o2', roundCode: 'r2' })];
    given(row).when(moved, elsewhere, cityRegistrar).records({ lineage: sibling, inspectionCode: 'i2', organizationCode: 'o2', roundCode: 'r2' });
    given(row).when(moved, elsewhere).refuses('INVALID', 'inspectionCode');
    given(row).when(moved, elsewhere, { ...cityRegistrar, lineage: sibling }).refuses('CONFLICT', 'code');
  });
  it('belongs to an inspection that the registrar may know of', () =>
    given().when(row, held({ lineage: sibling })).refuses('INVALID', 'inspectionCode'));
});
