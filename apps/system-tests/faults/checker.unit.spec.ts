import { hearing } from '@xunlian/events';
import { unmoved, violations, type Fact } from './checker.ts';
import type { Entry } from './recorder.ts';

const entry = (more: Partial<Entry>): Entry => ({ id: 'c1', mutation: 'recordFindings', variables: { rows: [{ code: 'a' }] }, at: 0, ms: 1, outcome: 'done', why: '', facts: 1, mustFail: false, ...more });
const fact = (subject: string, version: number, more: Partial<Fact> = {}): Fact =>
  ({ _id: { t: 'findings.clue.v1', s: subject, v: version }, type: 'ClueRecorded', data: {}, kept: {}, correlation: `${subject}/${version}`, ...more });
/** Facts that the requests of before have left. */
const before = new Set(['a/1', 'a/2', 'a/3']);

describe('a history is wrong when', () => {
  it.each<[string, { entries: Entry[]; facts: Fact[]; said: RegExp }]>([
    ['a command was done and its fact is lost', { entries: [entry({})], facts: [], said: /was done, and has 0 facts/ }],
    ['a command was done twice', { entries: [entry({})], facts: [fact('a', 1, { correlation: 'c1' }), fact('a', 2, { correlation: 'c1' })], said: /was done, and has 2 facts/ }],
    ['a refused command was carried out', { entries: [entry({ outcome: 'refused' })], facts: [fact('a', 1, { correlation: 'c1' })], said: /was refused, and has 1 facts/ }],
    ['nobody knows of a command and it was done twice', { entries: [entry({ outcome: 'unknown' })], facts: [fact('a', 1, { correlation: 'c1' }), fact('a', 2, { correlation: 'c1' })], said: /c1 has 2 facts/ }],
    ['a command that changed nothing left a fact', { entries: [entry({ facts: 0 })], facts: [fact('a', 1, { correlation: 'c1' })], said: /instead of 0/ }],
    ['the rules were passed over', { entries: [entry({ mustFail: true, outcome: 'done', facts: 1 })], facts: [fact('a', 1, { correlation: 'c1' })], said: /against the rules/ }],
    ['its fact is about another record', { entries: [entry({})], facts: [fact('b', 1, { correlation: 'c1' })], said: /about a has a fact about b/ }],
    ['its fact says something else', { entries: [entry({ variables: { rows: [{ code: 'a', theme: 'x' }] } })], facts: [fact('a', 1, { correlation: 'c1', kept: { theme: 'y' } })], said: /with another theme/ }],
    ['a clue is transferred on another day', { entries: [entry({ variables: { clue: 'a', on: '2020-01-02' } })], facts: [fact('a', 1, { correlation: 'c1', data: { transferredOn: '2020-01-03' } })], said: /with another transferredOn/ }],
    ['nobody has sent its command', { entries: [], facts: [fact('b', 1)], said: /which nobody has sent/ }],
    ['the rules refuse what they allow', { entries: [entry({ outcome: 'refused', why: 'NOT_FOUND' })], facts: [], said: /which allow it/ }],
    ['a version is missing', { entries: [], facts: [fact('a', 1), fact('a', 3)], said: /has the versions 1, 3/ }],
    ['a version is there twice', { entries: [], facts: [fact('a', 1), fact('a', 1)], said: /has the versions 1, 1/ }],
    ['a clue was concluded before it was transferred', { entries: [], facts: [fact('a', 1, { data: { foundOn: '2020-01-02', transferredOn: '2020-01-01' } })], said: /went through its states/ }],
    ['a clue was transferred twice', { entries: [], facts: [fact('a', 1), ...[2, 3].map((version) => fact('a', version, { type: 'ClueTransferred' }))], said: /was transferred 2 times/ }],
  ])('%s', (_, { entries, facts, said }) => {
    expect(violations(entries, facts, before)).toEqual([expect.stringMatching(said)]);
  });

  it('not when everything that was done is there once, and what is unknown is there or not', () => {
    const entries = [entry({ id: 'a/1' }), entry({ id: 'a/2', outcome: 'unknown' }), entry({ id: 'x', outcome: 'unknown' }), entry({ id: 'y', outcome: 'refused' })];
    expect(violations(entries, [fact('a', 1), fact('a', 2)], new Set())).toEqual([]);
  });

  describe('something is moved on', () => {
    const heard = [...new Set(Object.values(hearing).flat())].map(({ name }) => name);
    const moving = heard.map((topic) => fact('a', 1, { _id: { t: topic, s: 'a', v: 1 }, correlation: 'c1' }));

    it('every topic that a service hears', () => expect(unmoved([entry({})], moving)).toEqual([]));
    it.each(heard)('all but %s', (topic) => {
      const others = moving.filter(({ _id: { t } }) => t !== topic);
      // What moved it before these commands is none of theirs.
      expect(unmoved([entry({})], [...others, fact('a', 2, { _id: { t: topic, s: 'a', v: 2 }, correlation: 'a/2' })])).toEqual([`nothing was moved on topic ${topic}`]);
    });
  });
});
