import { readFileSync } from 'node:fs';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { complaintsAbout } from './variables.ts';

const schema = buildSchema(readFileSync(new URL('../api.graphql', import.meta.url), 'utf8'));

const complaints = (question: string, variables: Record<string, unknown>, most = 100) => {
  const operation = getOperationAST(parse(question));
  if (!operation) throw new Error('There is no operation.');
  return complaintsAbout({ schema, operation, variables }, most);
};
const findings = 'query ($filter: FindingFilter, $first: Int! = 50) { findings(filter: $filter, first: $first) { nodes { code } } }';

describe('What is wrong with the variables of a request', () => {
  it('is told with the place of each, and what was expected there', () => {
    expect(complaints(findings, { filter: { codes: ['a', null, 1.5], weight: 1 }, first: 'many' })).toEqual([
      { at: 'filter.codes[1]', message: 'filter.codes[1]: ID! expected, not null.' },
      { at: 'filter.codes[2]', message: 'filter.codes[2]: expected ID.' },
      { at: 'filter', message: 'filter: FindingFilter has no field weight.' },
      { at: 'first', message: 'first: expected Int.' },
    ]);
    const one = 'query ($code: ID!) { finding(code: $code) { code } }';
    for (const variables of [{}, { code: null }]) expect(complaints(one, variables)).toEqual([{ at: 'code', message: 'code: ID! must be given.' }]);
  });

  it('is nothing where what is not given need not be', () => {
    for (const variables of [{}, { filter: null }, { filter: { codes: [] }, first: 1, other: {} }]) expect(complaints(findings, variables)).toEqual([]);
    expect(complaints('{ findings { nodes { code } } }', { first: 'many' })).toEqual([]);
  });

  it('is told without writing out the value that it lies in, however often that is wrong', () => {
    const unknown = Object.fromEntries(Array.from({ length: 50 }, (_, place) => [`k${place}`, 1]));
    const written = () => { throw new Error('The value was written out.'); };
    expect(complaints(findings, { filter: { ...unknown, codes: null, toJSON: written } })).toHaveLength(51);
  });

  it('ends where there is too much of it, and says so', () => {
    const told = complaints(findings, { filter: { codes: Array.from({ length: 9 }, () => null) } }, 3);
    expect(told.map(({ message }) => message)).toEqual([0, 1, 2].map((place) => `filter.codes[${place}]: ID! expected, not null.`).concat('More is wrong than these 3 places.'));
  });
});
