import { describe, expect, it } from '@jest/globals';
import { hearing, parseEvent, publisherOf, type Envelope, type Topic } from '@xunlian/events';
import type { Fact, Owned } from '@xunlian/shared';
import { sealWith, type Cipher, type Database, type ReadModel } from '@xunlian/store';
import mongoose, { type Schema } from 'mongoose';
import { envelopesOf, readGolden, sealedMark, topicOf, type Golden, type GoldenRecord } from './files.ts';
export { envelopesOf, readGolden, topicOf, type GoldenRecord } from './files.ts';

/** What of a kind its golden events are folded with. */
interface Folding {
  readonly topic: Topic;
  readonly schema: Schema;
  readonly sealed?: readonly string[];
  // A method, since each kind takes its own state.
  evolve(state: Owned | null, fact: Fact, code: string): Owned;
}

/** What a service keeps, as it opens it. */
interface Stores {
  readonly kinds: Readonly<Record<string, { readonly kind: Folding }>>;
  readonly heard: readonly ReadModel<Owned>[];
}

/**
 * The golden tests of a service: whatever it ever published folds with its present rules to the document it was, and
 * whatever it ever heard is taken by its present read models. Asks no database.
 */
export function goldenSpec(name: string, open: (db: Database, cipher: Cipher | null) => Stores): void {
  const { kinds, heard } = open(mongoose.createConnection(), sealWith('0'.repeat(64)));
  const golden = readGolden();
  const own = golden.filter((file) => publisherOf(topicOf(file)) === name);
  const foreign = heard.flatMap((model) => golden.filter(({ topic }) => topic === model.topic.name).map((file) => ({ model, file, path: file.path })));

  describe(`what ${name} once published`, () => {
    it.each(own)('folds to the documents of that time: $path', (file) => {
      const { kind } = Object.values(kinds).find((store) => store.kind.topic.name === file.topic) ?? {};
      if (!kind) throw new Error(`${name} has no kind of ${file.topic}.`);
      for (const record of file.records) {
        expect(envelopesOf(file, record).map(readToday)).toHaveLength(record.facts.length);
        expect(foldOf(kind, record)).toStrictEqual(record.document);
        expect(unknownFields(kind, record)).toEqual([]);
        expect(sealedIn(kind, record)).toEqual([]);
      }
    });
  });

  it(`is what ${name} hears that a broker lets it read`, () => {
    expect(hearing[name]?.map((topic) => topic.name).sort()).toEqual(heard.map((model) => model.topic.name).sort());
  });

  if (foreign.length > 0) describe(`what ${name} once heard`, () => {
    it.each(foreign)('is kept as its owner had it: $path', ({ model, file }) => {
      for (const record of file.records) {
        const { _id, version, ...kept } = rowOf(model, file, record);
        expect({ _id, version }).toEqual({ _id: record.subject, version: record.facts.length });
        expect(Object.keys(kept)).toContain('lineage');
        expect(record.document).toMatchObject(kept);
      }
    });
  });
}

/** The event as today's contract reads it. Throws with the field when it cannot be read any more. */
export function readToday(event: Envelope): Envelope<object> {
  const read = parseEvent(topicOf({ topic: event.topic, type: event.type, records: [] }), event);
  if ('broken' in read) throw new Error(`${event.topic} ${event.type}: ${read.broken}`);
  return read;
}

function foldOf(kind: Folding, { subject, facts }: GoldenRecord): Owned | null {
  return facts.reduce<Owned | null>((state, { version: _, ...fact }) => kind.evolve(state, fact, subject), null);
}

/** Fields that today's collection has not: a field that is called otherwise today would be read as if it were absent. */
function unknownFields({ schema }: Folding, { document: { code: _, ...fields } }: GoldenRecord): string[] {
  return Object.keys(fields).filter((field) => !schema.path(field));
}

/** Sealed fields in which something else stands than the mark. */
function sealedIn({ sealed = [] }: Folding, { document, facts }: GoldenRecord): string[] {
  return sealed.filter((field) => [document, ...facts.map(({ kept }) => kept)].some((holder) => (Reflect.get(holder, field) ?? sealedMark) !== sealedMark));
}

function rowOf(model: ReadModel<Owned>, file: Golden, record: GoldenRecord) {
  const row = envelopesOf(file, record).map(readToday).reduce<Parameters<typeof model.project>[0]>((so, event) => model.project(so, event), null);
  if (!row) throw new Error(`${file.topic} ${record.subject} has no facts.`);
  return row;
}
