import { isUtf8 } from 'node:buffer';
import { BadFileError } from './badFile.ts';

const newline = 0x0a;

/**
 * Passes on bytes as long as they are UTF-8, at latest up to the line that is not. Throws a BadFileError with that line.
 */
export async function* onlyUtf8(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let line = 1;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const end = bytes.length - unfinished(bytes);
    const whole = bytes.subarray(0, end);
    if (!isUtf8(whole)) {
      yield whole.subarray(0, goodPart(whole));
      throw notUtf8(line + count(whole.subarray(0, goodPart(whole))));
    }
    line += count(whole);
    rest = bytes.subarray(end);
    yield whole;
  }
  if (rest.length > 0) throw notUtf8(line);
}

function notUtf8(line: number): BadFileError {
  return new BadFileError(line, 'is not UTF-8 (save the file as "CSV UTF-8")');
}

/** Bytes at the end that begin a character without finishing it: 0 to 3. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return lengthFrom(byte) > back ? back : 0;
  }
  return 0;
}

function lengthFrom(first: number): number {
  if (first >= 0xf0) return 4;
  return first >= 0xe0 ? 3 : 2;
}

/** Bytes up to the end of the last line before the first bad one. */
function goodPart(bytes: Buffer): number {
  let start = 0;
  for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
    if (!isUtf8(bytes.subarray(start, end))) break;
    start = end + 1;
  }
  return start;
}

function count(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1)) lines++;
  return lines;
}
