import fc from 'fast-check';
import { buildSchema, execute, parse, validate } from 'graphql';
import { complaintOf, withoutValues } from './wording.ts';

const schema = buildSchema(`
  enum Tone { PLAIN SOLEMN }
  input Row { code: ID! text: String! pages: Int tone: Tone marks: [Int!] }
  type Query { record(rows: [Row!]!, code: ID, pages: Int): Int }
`);

const complaints = async (variables: { rows?: unknown }) => {
  const { errors } = await execute({ schema, document: parse('query ($rows: [Row!]!) { record(rows: $rows) }'), variableValues: variables });
  return errors?.map(({ message }) => complaintOf(message)) ?? [];
};

describe('What a caller reads about a wrong value', () => {
  it('says where it is and what was expected', async () => {
    expect(await complaints({ rows: [{ code: 'a', text: 'b' }, { code: 'a', text: 'b', pages: 'x', marks: [1, null] }] })).toEqual([
      { at: 'rows[1].pages', message: 'rows[1].pages: expected Int.' },
      { at: 'rows[1].marks[1]', message: 'rows[1].marks[1]: Int! expected, not null.' },
    ]);
    expect(await complaints({})).toEqual([{ at: 'rows', message: 'rows: [Row!]! must be given.' }]);
  });

  it('never holds the value, whatever it is and wherever it was given', async () => {
    // Marked, so that a value that happens to be a word of the message is not mistaken for a leak.
    const secret = fc.string({ unit: 'grapheme' }).map((text) => `§${text}§`);
    const place = fc.constantFrom('pages', 'tone', 'marks', 'text', 'unknown');
    await fc.assert(fc.asyncProperty(secret, place, fc.boolean(), async (value, field, nested) => {
      const said = await complaints({ rows: [{ code: 'a', text: 'b', [field]: nested ? { inner: value } : value }] });
      for (const complaint of said) expect(complaint?.message).not.toContain('§');
      if (said.length === 0) expect(field).toBe('text');
    }), { numRuns: 200 });
  });

  it('never holds a value that stands in the document itself', () => {
    const inDocument = (argument: string) => validate(schema, parse(`{ record(rows: [], ${argument}) }`)).map(({ message }) => withoutValues(message));
    expect(inDocument('pages: "张三"')).toEqual(['Int cannot represent non-integer value.']);
    expect(inDocument('code: 1.5')).toEqual(['ID cannot represent a non-string and non-integer value.']);
    expect(inDocument('rows: [{ code: "a", text: "b", tone: PLAIN_ZHANG }]')).toContain('The value does not exist in "Tone" enum.');
  });

  it('is not searched for in megabytes', async () => {
    const value = 'value does not exist in "X '.repeat(150_000);
    expect(await complaints({ rows: [{ code: 'a', text: 'b', tone: value }] })).toEqual([{ at: 'rows[0].tone', message: 'rows[0].tone: is not of the expected type.' }]);
    expect(withoutValues(value)).toBe('The request is not valid.');
  });
});
