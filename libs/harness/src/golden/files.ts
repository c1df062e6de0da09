import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { topics, type Envelope, type Topic } from '@xunlian/events';
import type { Fact } from '@xunlian/shared';

/** A fact as its service's journal had it, what is kept beside the published data included. */
export interface GoldenFact extends Fact {
  readonly version: number;
}

/** The facts about one record, from the first on, and what they folded to when they were published. */
export interface GoldenRecord {
  readonly subject: string;
  readonly facts: readonly GoldenFact[];
  /** The record's code and fields, without what is derived from them. */
  readonly document: Readonly<Record<string, unknown>>;
}

/** What was once published of one type of event: never changed, whatever becomes of the contract. */
export interface Golden {
  /** Of a topic, by name. */
  readonly topic: string;
  readonly type: string;
  readonly records: readonly GoldenRecord[];
}

/** A committed golden file, by its path within the folder: `findings.clue.v1/ClueTransferred.1.json`. */
export interface GoldenFile extends Golden {
  readonly path: string;
}

/** Where the golden files lie. */
export const goldenFolder = fileURLToPath(new URL('../../../events/golden/', import.meta.url));

/** Stands in a golden file wherever the journal has sealed text. */
export const sealedMark = '(sealed)';

/** Every golden file there is, in the order of their paths. */
export function readGolden(): GoldenFile[] {
  const paths = readdirSync(goldenFolder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.json')).sort();
  // The tool wrote them, and its check refuses any that is not what it wrote.
  return paths.map((path) => ({ path, ...(JSON.parse(readFileSync(join(goldenFolder, path), 'utf8')) as Golden) }));
}

/** The topic that a golden file is of. Throws when no such topic is declared any more. */
export function topicOf({ topic: name }: Golden): Topic {
  const topic = topics.find((declared) => declared.name === name);
  if (!topic) throw new Error(`${name} is not declared any more.`);
  return topic;
}

/** The events of a record as they travelled. */
export function envelopesOf({ topic }: Golden, { subject, facts }: GoldenRecord): Envelope[] {
  return facts.map(({ type, version, data }) => ({ topic, type, subject, version, at: '2020-01-01T00:00:00.000Z', correlation: 'golden', data }));
}
