import { hash } from 'node:crypto';
import { parseEvent, type Topic } from '@xunlian/events';
import { envelopesOf, type Golden, type GoldenFile } from '@xunlian/harness';

/** A type of event of which something that it may hold is in no golden file. */
export interface Wanting {
  readonly topic: Topic;
  readonly type: string;
  /** Why, as the rest of a sentence. */
  readonly lacks: string;
}

/** Hashes by path, as `sha256sum` writes them. */
export type Sums = ReadonlyMap<string, string>;

/** Types of events without a golden file, or with fields that none of their files has. */
export function wanting(topics: readonly Topic[], golden: readonly Golden[]): Wanting[] {
  return topics.flatMap((topic) => Object.values(topic.events).flatMap(({ type, strict }) => {
    const files = golden.filter((file) => file.topic === topic.name && file.type === type);
    if (files.length === 0) return [{ topic, type, lacks: 'has no golden file' }];
    const known = new Set(files.flatMap(({ records }) => records.flatMap(({ facts }) => facts.filter((fact) => fact.type === type).flatMap(({ data }) => Object.keys(data)))));
    const fields = Object.keys(strict.shape).filter((field) => !known.has(field));
    return fields.length > 0 ? [{ topic, type, lacks: `has no golden file with ${fields.join(', ')}` }] : [];
  }));
}

/** Golden events that today's contract cannot read any more. */
export function unreadable(topics: readonly Topic[], golden: readonly GoldenFile[]): string[] {
  return golden.flatMap((file) => {
    const topic = topics.find(({ name }) => name === file.topic);
    if (!topic) return [`${file.path}: ${file.topic} is gone`];
    const read = file.records.flatMap((record) => envelopesOf(file, record).map((event) => ({ event, outcome: parseEvent(topic, event) })));
    return read.flatMap(({ event: { type, subject, version }, outcome }) => ('broken' in outcome ? [`${file.path}: ${type} ${version} of ${subject}, ${outcome.broken}`] : []));
  });
}

/** What is not as it was when the tool wrote it; `texts` are the files that are there, by path. */
export function altered(sums: Sums, texts: ReadonlyMap<string, string>): string[] {
  const paths = [...new Set([...sums.keys(), ...texts.keys()])].sort();
  return paths.flatMap((path) => {
    const [sum, text] = [sums.get(path), texts.get(path)];
    if (text === undefined) return [`${path} is gone`];
    if (sum === undefined) return [`${path} is not from here`];
    return sumOf(text) === sum ? [] : [`${path} is not what it was`];
  });
}

/** The hash of a file's text. */
export function sumOf(text: string): string {
  return hash('sha256', text);
}
