import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getFile } from '@xunlian/interchange';
import fc from 'fast-check';
import { bundleWriter } from '../src/export/bundleWriter.ts';
import { readRecords } from '../src/import/records.ts';

const campaigns = getFile('campaigns');
const piece = fc.constantFrom('"', ',', ';', '\n', '\r', '\r\n', ' ', '\t', '\ufeff', '\u3000', '\u2028', '\0', 'a', '扶贫', '𠮷', "'", '=', '\\', '#');
const cell = fc.oneof(fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')), fc.string({ unit: 'binary', maxLength: 30 }));
/** The first cell of a row of the format is never empty, so that no row is a blank line. */
const rows = fc.array(fc.tuple(cell.map((text) => `a${text}`), ...Array.from({ length: campaigns.columns.length - 1 }, () => cell)), { minLength: 1, maxLength: 20 });

let folder: string;
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'xunlian-')); });
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('what an export writes', () => {
  it('is what an import reads, whatever stands in the cells', async () => {
    let bundles = 0;
    await fc.assert(fc.asyncProperty(rows, async (written) => {
      const place = join(folder, String(bundles++));
      const writer = await bundleWriter(place);
      await writer.write(campaigns, written);
      await writer.finish();
      const read: (readonly string[])[] = [];
      for await (const { cells } of readRecords(join(place, 'campaigns.csv'))) read.push(cells);
      expect(read).toEqual([campaigns.columns.map(({ name }) => name), ...written]);
    }), { numRuns: 200 });
  });
});
