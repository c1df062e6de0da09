import { county, givenOf } from '@xunlian/testing/given';
import { decide, evolve, type CampaignRefs, type StatedCampaign } from './rules.ts';

const row: StatedCampaign = { code: 'a1', officeCode: '431302', organizationCode: 'o1', theme: '扶贫资金', startsOn: '2020-06-10', endsOn: null };
const refs = { officeCode: { code: '431302', lineage: county }, organizationCode: { code: 'o1', lineage: county } };
const given = givenOf<ReturnType<typeof evolve>, StatedCampaign, CampaignRefs>({ decide, evolve }, refs);

describe('A campaign', () => {
  it('may go on without an end', () => given().when(row).records({ lineage: county, endsOn: null }));
  it('does not end before it began', () => given().when({ ...row, endsOn: '2020-06-09' }).refuses('INVALID', 'endsOn'));
  it('is led by an organisation that is known', () => given().when(row, { ...refs, organizationCode: undefined }).refuses('INVALID', 'organizationCode'));
  it('may be led by nobody', () =>
    given().when({ ...row, organizationCode: null }, { ...refs, organizationCode: undefined }).records({ organizationCode: null }));
});
