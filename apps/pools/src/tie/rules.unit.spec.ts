import { Refusal, type Viewer } from '@xunlian/shared';
import type { Person } from '../person/rules.ts';
import { decide, evolve, type Tie } from './rules.ts';

type TieCommand = Parameters<typeof decide>[1];

const by: Viewer = { name: 'registrar', role: 'REGISTRAR', lineage: ['430000', '431300'] };
const person: Person = {
  code: 'p1', lineage: ['430000', '431300'], officeCode: '431300', name: '姜文建', organizationCode: null, employment: 'OTHER', pools: [], expertise: [], joinedOn: null,
};
const organization = { code: 'u1', lineage: ['430000'] };

const recording = (untilOn: string | null, refs: TieCommand['refs'] = { personCode: person, organizationCode: organization }): TieCommand =>
  ({ type: 'record', origin: 'STATED', by, row: { code: 'p1~u1~WORKED_AT', personCode: 'p1', organizationCode: 'u1', kind: 'WORKED_AT', untilOn }, refs, peers: () => [] });

const refused = (command: TieCommand) => {
  try {
    decide(null, command);
  } catch (error) {
    if (error instanceof Refusal) return `${error.code} ${error.field}`;
  }
  return 'not refused';
};

describe('A tie', () => {
  it('belongs to the office of the person, whatever office the organisation is of', () =>
    expect(decide(null, recording(null))[0]?.data).toEqual({
      lineage: person.lineage, personCode: 'p1', organizationCode: 'u1', kind: 'WORKED_AT', untilOn: null,
    }));
  it('may end later', () => {
    const was = decide(null, recording(null)).reduce<Tie | null>((tie, fact) => evolve(tie, fact, 'p1~u1~WORKED_AT'), null);
    expect(decide(was, recording('2020-01-01'))).toHaveLength(1);
  });
  it('is of a person who is there', () => expect(refused(recording(null, { personCode: undefined, organizationCode: organization }))).toBe('INVALID personCode'));
  it('is to an organisation that is there', () => expect(refused(recording(null, { personCode: person, organizationCode: undefined }))).toBe('INVALID organizationCode'));
});
