import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mappersOf } from './mappers.ts';

describe('the type behind an object type of the SDL', () => {
  const source = mkdtempSync(join(tmpdir(), 'xunlian-mappers-'));
  const sdl = `
    type Clue @key(fields: "code") { code: ID! inspection: Inspection }
    type Outcome @key(fields: "code") { code: ID! }
    type Inspection @key(fields: "code", resolvable: false) { code: ID! }
    type ClueConnection { nodes: [Clue!]! }
    type Rate { part: Int! }`;

  beforeAll(() => {
    mkdirSync(join(source, 'clue'));
    writeFileSync(join(source, 'clue/resolvers.ts'), 'export interface Clue { code: string }\n');
    writeFileSync(join(source, 'clue/rules.ts'), 'export type Clue = { code: string };\nexport interface OutcomeRow { code: string }\n');
  });
  afterAll(() => { rmSync(source, { recursive: true }); });

  it('is the type of the same name in the rules, before any other file', () => {
    expect(mappersOf(sdl, source)['Clue']).toBe("import('../clue/rules.ts').Clue");
  });

  it('is the row when a row is exported', () => {
    expect(mappersOf(sdl, source)['Outcome']).toBe("import('../clue/rules.ts').OutcomeRow");
  });

  it("is a code alone for another service's record", () => {
    expect(mappersOf(sdl, source)['Inspection']).toBe('{ readonly code: string }');
  });

  it('is the connection of the library around the record for a page of a list', () => {
    expect(mappersOf(sdl, source)['ClueConnection']).toBe("import('@xunlian/service').Connection<import('../clue/rules.ts').Clue>");
  });

  it('is the generated type for a plain value', () => {
    expect(mappersOf(sdl, source)['Rate']).toBeUndefined();
  });
});
