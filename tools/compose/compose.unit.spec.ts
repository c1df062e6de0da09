import { completeSdl } from '@xunlian/service';
import { brokenPromises, brokenRules, outdated } from './check.ts';
import { compose, subgraph } from './compose.ts';
import { misplacedRequires } from './rules.ts';

const rounds = `
"A numbered campaign."
type Round @key(fields: "code") { code: ID! name: String days(first: Int): [Date!] }
"A round as stated."
input RoundInput { code: ID! name: String }
extend type Query {
  "A round."
  round(code: ID!): Round
  "All rounds."
  rounds(first: Int! = 50): RoundConnection!
}
extend type Mutation {
  "Records rounds."
  recordRounds(rows: [RoundInput!]!): RecordAnswer!
}`;
const findings = `
"What a group establishes."
type Finding @key(fields: "code") { code: ID! round: Round }
type Round @key(fields: "code") { code: ID! findings: FindingConnection! }
extend type Query {
  "A finding."
  finding(code: ID!): Finding
}`;

const graphs = (roundsSdl = rounds, findingsSdl = findings) =>
  [subgraph('findings', completeSdl('findings', findingsSdl)), subgraph('rounds', completeSdl('rounds', roundsSdl))];
const broken = (...sdl: string[]) => brokenRules(graphs(...sdl), compose(graphs(...sdl)));

describe('Composing', () => {
  it('takes services that share what is common to all, and gives the same text again', () => {
    const composed = compose(graphs());
    expect(composed).toEqual(compose(graphs()));
    expect(composed.api).toContain('findings: FindingConnection!');
    expect(composed.api).toContain('findingsStatus: ServiceStatus!');
    expect(composed.api).not.toContain('_entities');
    expect(broken()).toEqual([]);
  });

  it('says why services do not fit together', () => {
    expect(() => compose(graphs(rounds, findings.replace('round: Round', 'round: Rouund')))).toThrow(/Rouund/);
  });

  it.each([
    ['a type', rounds.replace('"A numbered campaign."', ''), 'Round has no sentence above it.'],
    ['a question', rounds.replace('"All rounds."', ''), 'Query.rounds has no sentence above it.'],
    ['a command', rounds.replace('"Records rounds."', ''), 'Mutation.recordRounds has no sentence above it.'],
  ])('refuses %s that nobody described', (_, sdl, complaint) => {
    expect(broken(sdl)).toEqual([complaint]);
  });

  it('refuses @requires of a field that takes arguments, and on one that does', () => {
    const requiring = (field: string) => {
      const external = 'name: String @external days(first: Int): [Date!] @external';
      return misplacedRequires(subgraph('findings', findings.replace('code: ID! findings', `code: ID! ${external} ${field} findings`)));
    };
    expect(requiring('lasted: Int @requires(fields: "name")')).toEqual([]);
    expect(requiring('lasted(unit: Int): Int @requires(fields: "name")')).toEqual(['findings: Round.lasted has @requires and takes arguments.']);
    expect(requiring('lasted: Int @requires(fields: "name days(first: 1)")')).toEqual([
      'findings: Round.lasted has @requires of Round.days, which takes arguments.',
    ]);
  });

  it('names what would break clients, and only that', async () => {
    const committed = compose(graphs());
    const without = compose(graphs(rounds.replace('name: String days', 'days')));
    expect(await brokenPromises(committed, without)).toEqual([
      expect.stringContaining('breaks clients'), expect.stringContaining("'name' was removed"), expect.stringContaining('--accept-breaks'),
    ]);
    expect(await brokenPromises(without, committed)).toEqual([]);
    expect(await brokenPromises(null, without)).toEqual([]);
  });

  it('finds a committed file that is not what the schemas compose to', () => {
    const composed = compose(graphs());
    expect(outdated(composed, composed)).toEqual([]);
    expect(outdated({ ...composed, api: '' }, composed)).toEqual([expect.stringContaining('apps/gateway/api.graphql')]);
    expect(outdated(null, composed)).toHaveLength(2);
  });
});
