import fc from 'fast-check';
import { BadFileError } from './badFile.ts';
import { onlyUtf8 } from './encoding.ts';

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

async function read(bytes: Buffer, size: number): Promise<{ text: string; badLine: number | null }> {
  const passed: Buffer[] = [];
  try {
    for await (const chunk of onlyUtf8(pieces(bytes, size))) passed.push(chunk);
    return { text: Buffer.concat(passed).toString(), badLine: null };
  } catch (error) {
    if (!(error instanceof BadFileError)) throw error;
    return { text: Buffer.concat(passed).toString(), badLine: error.line };
  }
}

const line = fc.string({ unit: fc.constantFrom('a', 'é', '字', '😀'), maxLength: 8 });

describe('reading bytes', () => {
  it('passes UTF-8 on, however it is cut into pieces', async () => {
    await fc.assert(fc.asyncProperty(fc.array(line), fc.integer({ min: 1, max: 9 }), async (lines, size) => {
      const text = lines.join('\n');
      expect(await read(Buffer.from(text), size)).toEqual({ text, badLine: null });
    }));
  });
  it.each([['a byte that begins nothing', [0xff]], ['a character without its end', [0xe5, 0xad]], ['GBK', [0xb7, 0xf6]]])(
    'stops at the line with %s, with all lines before it', async (_, bad) => {
      await fc.assert(fc.asyncProperty(fc.array(line), fc.array(line), fc.integer({ min: 1, max: 9 }), async (before, rest, size) => {
        const head = before.map((text) => `${text}\n`).join('');
        const bytes = Buffer.concat([Buffer.from(head), Buffer.from(bad), Buffer.from(`\n${rest.join('\n')}`)]);
        const { text, badLine } = await read(bytes, size);
        expect(badLine).toBe(before.length + 1);
        expect(text.startsWith(head)).toBe(true);
      }));
    });
});
