import { cityRegistrar, county, givenOf, sibling } from '@xunlian/testing/given';
import { decide, evolve, type ConfessionRefs, type StatedConfession } from './rules.ts';

const row: StatedConfession = { code: 'z1', officeCode: '431302', receivedOn: '2020-03-20' };
const office = (lineage: readonly string[]) => ({ officeCode: { code: lineage.at(-1) ?? '', lineage: [...lineage] } });
const given = givenOf<ReturnType<typeof evolve>, StatedConfession, ConfessionRefs>({ decide, evolve }, office(county));

describe('A confession', () => {
  it('belongs to the office that records it, and needs no clue', () => given().when(row).records({ lineage: county, receivedOn: '2020-03-20' }));
  it('stated again changes nothing', () => given(row).when(row).changesNothing());
  it('is recorded by an office that is known', () => given().when(row, { officeCode: undefined }).refuses('INVALID', 'officeCode'));
  it('is recorded by an office that the registrar acts for', () => given().when({ ...row, officeCode: '431381' }, office(sibling)).refuses('FORBIDDEN', null));
  it('may move to another office that the registrar acts for', () => {
    const moved = { ...row, officeCode: '431381' };
    given(row).when(moved, office(sibling), cityRegistrar).records({ lineage: sibling });
    given(row).when(moved, office(sibling)).refuses('FORBIDDEN', null);
    given(row).when(moved, office(sibling), { ...cityRegistrar, lineage: sibling }).refuses('CONFLICT', 'code');
  });
});
