import { county, givenOf } from '@xunlian/testing/given';
import { decide, evolve, type LetterRefs, type StatedLetter } from './rules.ts';

const known = (code: string) => ({ code, lineage: county });
const finding = (code: string) => ({ ...known(code), inspectionCode: 'i1', immediate: null, foundOn: '2020-03-20' });
const row: StatedLetter = {
  code: 't1', kind: 'TASK', officeCode: '431302', organizationCode: 'o1', personCode: 'p1', findingCodes: ['f2', 'f1'],
  sentOn: '2020-06-01', replyDueOn: '2020-08-01', repliedOn: '2020-07-01',
};
const refs = { officeCode: known('431302'), organizationCode: known('o1'), personCode: known('p1'), findingCodes: [finding('f1'), finding('f2')] };
const about = (first: string, second: string) => ({ ...refs, findingCodes: [{ ...finding('f1'), foundOn: first }, { ...finding('f2'), foundOn: second }] });
const given = givenOf<ReturnType<typeof evolve>, StatedLetter, LetterRefs>({ decide, evolve }, refs);

describe('A letter', () => {
  it('may be answered before the answer is due, or after', () => {
    given().when(row).records({ findingCodes: ['f2', 'f1'] });
    given().when({ ...row, repliedOn: '2020-09-01' }).records({ repliedOn: '2020-09-01' });
  });
  it('has no answer due before it was sent', () => given().when({ ...row, replyDueOn: '2020-05-31' }).refuses('INVALID', 'replyDueOn'));
  it('is not answered before it was sent', () => given().when({ ...row, repliedOn: '2020-05-31' }).refuses('INVALID', 'repliedOn'));
  it('may be sent on the day its last finding was found', () =>
    given().when(row, about('2020-03-20', row.sentOn)).records({ sentOn: row.sentOn }));
  it('is not sent before one of its findings was found', () => {
    given().when(row, about('2020-03-20', '2020-06-02')).refuses('INVALID', 'sentOn');
    given().when(row, about('2020-06-02', '2020-03-20')).refuses('INVALID', 'sentOn');
  });
  it('may be sent on any day about nothing in particular', () =>
    given().when({ ...row, findingCodes: [], sentOn: '2015-01-01' }, { ...refs, findingCodes: [] }).records({ sentOn: '2015-01-01' }));
  it('names no finding twice', () => given().when({ ...row, findingCodes: ['f1', 'f2', 'f1'] }).refuses('INVALID', 'findingCodes'));
  it('names findings that are known', () => given().when({ ...row, findingCodes: ['f1', 'f3'] }).refuses('INVALID', 'findingCodes'));
  it('goes to a person that is known', () => given().when(row, { ...refs, personCode: undefined }).refuses('INVALID', 'personCode'));
  it('goes to an organisation that is known', () => given().when(row, { ...refs, organizationCode: undefined }).refuses('INVALID', 'organizationCode'));
  it('may go to nobody in particular, about nothing in particular', () => {
    const alone = { ...row, organizationCode: null, personCode: null, findingCodes: [], replyDueOn: null, repliedOn: null };
    given().when(alone, { ...refs, organizationCode: undefined, personCode: undefined, findingCodes: [] }).records({ findingCodes: [] });
  });
});
