import { county, givenOf, registrar } from '@xunlian/testing/given';
import { decide, evolve, type InterviewRefs, type StatedInterview } from './rules.ts';

const person = '0123456789abcdef0123456789abcdef';
const row: StatedInterview = { code: 'v1', officeCode: '431302', organizationCode: 'o1', personRef: '某书记', person, heldOn: '2020-07-01' };
const refs = { officeCode: { code: '431302', lineage: county }, organizationCode: { code: 'o1', lineage: county } };
const given = givenOf<ReturnType<typeof evolve>, StatedInterview, InterviewRefs>({ decide, evolve }, refs);

describe('An interview', () => {
  it('publishes who was called in as a digest alone', () => {
    const [fact] = decide(null, { type: 'record', origin: 'STATED', by: registrar, row, refs, peers: () => [] });
    expect(fact).toMatchObject({ data: { person, lineage: county }, kept: { personRef: '某书记' } });
    expect(JSON.stringify(fact?.data)).not.toContain('某书记');
  });
  it('is with an organisation that is known', () => given().when(row, { ...refs, organizationCode: undefined }).refuses('INVALID', 'organizationCode'));
});
