import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import mongoose from 'mongoose';

const { EJSON, deserialize } = mongoose.mongo.BSON;

/** A document as a line says it, every value with its BSON type. */
export type Exact = mongoose.mongo.Document;

/** What became of a file. */
export interface Written {
  readonly rows: number;
  /** Of the file as it lies on the disk, in hex. */
  readonly sha256: string;
}

/** Characters that are compressed at once. */
const chunk = 65_536;

/** A document as one line: canonical Extended JSON, its fields in their order. */
export const lineOf = (document: Exact): string => EJSON.stringify(document, { relaxed: false });

/** The document of a line. */
export const documentOf = (line: string): Exact => EJSON.parse(line, { relaxed: false }) as Exact;

/** The document in the bytes that MongoDB sent (a find that is `raw`); no number becomes one of another type. */
export const exactly = (bytes: mongoose.mongo.Document): Exact => deserialize(bytes as Uint8Array, { promoteValues: false, bsonRegExp: true });

/** Writes documents, in the bytes that MongoDB sent, into a new file, compressed, and on the disk and closed when this resolves. */
export async function writeDocuments(file: FileHandle, documents: AsyncIterable<mongoose.mongo.Document>): Promise<Written> {
  const hash = createHash('sha256');
  let rows = 0;
  async function* lines() {
    let gathered = '';
    for await (const bytes of documents) {
      rows += 1;
      gathered += `${lineOf(exactly(bytes))}\n`;
      if (gathered.length < chunk) continue;
      yield gathered;
      gathered = '';
    }
    yield gathered;
  }
  async function* hashed(chunks: AsyncIterable<Buffer>) {
    for await (const bytes of chunks) {
      hash.update(bytes);
      yield bytes;
    }
  }
  await pipeline(lines, createGzip(), hashed, file.createWriteStream({ flush: true }));
  return { rows, sha256: hash.digest('hex') };
}

/** Digest of a file, in hex. */
export async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** Lines of a file, so many at once and about so many characters at most; a line ends with LF and nothing else. */
export async function* linesIn(file: string, most: { lines: number; characters: number }): AsyncGenerator<readonly string[], void, void> {
  const unzipped = createGunzip();
  createReadStream(file).on('error', (error) => unzipped.destroy(error)).pipe(unzipped).setEncoding('utf8');
  let [batch, characters, rest]: [string[], number, string] = [[], 0, ''];
  for await (const text of unzipped as AsyncIterable<string>) {
    const pieces = (rest + text).split('\n');
    rest = pieces.pop() ?? '';
    for (const line of pieces) {
      batch.push(line);
      characters += line.length;
      if (batch.length < most.lines && characters < most.characters) continue;
      yield batch;
      [batch, characters] = [[], 0];
    }
  }
  if (batch.length > 0) yield batch;
}
