import { z } from 'zod';
import type { KafkaMessage, Message } from './client.ts';

/** Next offsets by topic, without the prefix: one for each partition. */
export type Ends = Readonly<Record<string, readonly number[]>>;

/** How far a journal is on its topics: everything committed up to `through` lies before `ends`. */
export interface Progress {
  /** A moment, 16 hex digits. */
  readonly through: string;
  readonly ends: Ends;
}

/** A progress as it is written. */
export const Progress = z.object({ through: z.string().regex(/^[0-9a-f]{16}$/), ends: z.record(z.string(), z.array(z.int().min(0))) });

/** The message that tells a service's progress; of several the last one counts. */
export function progressMessage(service: string, progress: Progress): Message {
  return { key: service, value: JSON.stringify(progress) };
}

/** The progress in a message; null when it holds none. */
export function progressOf({ value }: Pick<KafkaMessage, 'value'>): Progress | null {
  try {
    return Progress.parse(JSON.parse(value?.toString() ?? ''));
  } catch {
    return null;
  }
}
