import { readFileSync } from 'node:fs';
import { buildSchema, getIntrospectionQuery, getOperationAST, parse } from 'graphql';
import { amountOf, mostValues } from './amount.ts';

const schema = buildSchema(readFileSync(new URL('../api.graphql', import.meta.url), 'utf8'));

const amount = (query: string, variables: Record<string, unknown> = {}) => {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('There is no operation.');
  return amountOf({ schema, document, operation, variables });
};
const values = (query: string, variables?: Record<string, unknown>) => amount(query, variables).values;

describe('How much a document may bring', () => {
  it('counts every field of every record, and a page as long as it may become', () => {
    expect(values('{ round(code: "r") { code name } }')).toBe(3);
    expect(values('{ rounds(first: 10) { nodes { code name } pageInfo { hasNextPage } } }')).toBe(1 + 10 * 3 + 2);
    expect(values('{ rounds { nodes { code } } }')).toBe(1 + 50 * 2);
    expect(values('{ rounds(first: 10) { edges { cursor node { code } } totalCount } }')).toBe(1 + 10 * 4 + 100);
    expect(values('{ letter(code: "l") { findings { code } } }')).toBe(1 + 3 * 2);
  });

  it('counts the records of a page that are asked for nothing, as they are looked for all the same', () => {
    const inner = (asked: string) => `{ inspections(first: 1000) { nodes { findings(first: 1000) { ${asked} } } } }`;
    expect(values(inner('pageInfo { hasNextPage }'))).toBe(1 + 1_000 * (1 + 1 + 2 + 1_000));
    expect(amount(inner('__typename'))).toMatchObject({ field: 'Query.inspections' });
    expect(values('{ rounds(first: 10) { pageInfo { endCursor } } }')).toBe(1 + 2 + 10);
  });

  it('counts for more what is worked out of many records: the number of a list, the figures of an office', () => {
    const counts = Array.from({ length: 10 }, (_, n) => `a${n}: findings(first: 1) { totalCount }`).join(' ');
    expect(values(`{ organizations(first: 1000) { nodes { ${counts} } } }`)).toBeGreaterThan(mostValues);
    const figures = 'overview(from: "2020-01-01", to: "2020-12-31", scope: SUBTREE) { interviews }';
    expect(values(`{ office(code: "o") { ${figures} } }`)).toBe(1 + 1_000 + 1);
    expect(values(`{ offices(first: 400) { nodes { ${figures} } } }`)).toBeLessThan(mostValues);
    expect(values(`{ offices(first: 500) { nodes { ${figures} } } }`)).toBeGreaterThan(mostValues);
  });

  it('knows how many records a variable asks for', () => {
    const page = (given: string) => `query ($n: Int!${given}) { rounds(first: $n) { nodes { code } } }`;
    expect(values(page(''), { n: 20 })).toBe(1 + 20 * 2);
    expect(values(page(' = 30'), { n: 20 })).toBe(1 + 20 * 2);
    expect(values(page(' = 30'))).toBe(1 + 30 * 2);
    expect(values(page(' = 30').replaceAll('$n', '$constructor'))).toBe(1 + 30 * 2);
  });

  it('multiplies what lies within each other, through fragments too', () => {
    const nested = '{ inspections(first: 100) { ...page } } fragment page on InspectionConnection { nodes { ...one } } fragment one on Inspection { code ... { findings(first: 200) { nodes { code } } } }';
    expect(values(nested)).toBe(1 + 100 * (1 + 1 + 1 + 200 * 2));
  });

  it('names the innermost field that brings too much by itself', () => {
    const children = (inner: string) => `children(first: 1000) { nodes { code ${inner} } }`;
    const { values: all, field } = amount(`{ organization(code: "p") { ${children(`parent { ${children(`parent { ${children('')} }`)} }`)} } }`);
    expect(all).toBeGreaterThan(2e9);
    expect(field).toBe('Organization.children');
    const bomb = (levels: number): string => (levels === 0 ? 'code' : `parent { children(first: 2147483647) { nodes { ${bomb(levels - 1)} } } }`);
    expect(values(`{ organization(code: "p") { ${bomb(120)} } }`)).toBe(Infinity);
  });

  it('lets the schema be read once, but not many times within each other', () => {
    expect(values(getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true, specifiedByUrl: true, directiveIsRepeatable: true }))).toBeLessThan(mostValues / 2);
    const fields = (name: string, inner: string) => Array.from({ length: 13 }, (_, n) => `${name}${n}: fields { type { ${inner} } }`).join(' ');
    expect(amount(`{ __schema { types { ${fields('a', fields('b', 'name kind'))} } } }`)).toMatchObject({ field: '__Schema.types' });
    expect(values(`{ __schema { types { ${fields('a', fields('b', 'name kind'))} } } }`)).toBeGreaterThan(mostValues);
  });

  it('lets pass what the command and the samples ask', () => {
    const export_ = 'query Export($office: ID!, $after: String) { page: findings(filter: { office: { code: $office, scope: SUBTREE } }, first: 1000, after: $after) { nodes { code discipline scope foundOn immediate summary theme inspection { code } } pageInfo { hasNextPage endCursor } } }';
    expect(values(export_)).toBeLessThan(mostValues / 10);
    expect(values(readFileSync(new URL('../../../infra/samples/overview.graphql', import.meta.url), 'utf8'))).toBeLessThan(mostValues / 100);
  });

  it('is worked out once for a fragment, however a document grows by its fragments', () => {
    const last = 30;
    const growing = Array.from({ length: last }, (_, n) =>
      `fragment f${n} on Organization { a: parent { ...f${n + 1} } b: parent { ...f${n + 1} } children(first: $n) { totalCount } }`).join(' ');
    let read = 0;
    const variables = { get n() { read += 1; return 1; } };
    expect(values(`query ($n: Int) { organization(code: "p") { ...f0 } } ${growing} fragment f${last} on Organization { code }`, variables)).toBeGreaterThan(2 ** last);
    expect(read).toBe(last);
  });
});
