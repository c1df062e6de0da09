import { z } from 'zod';
import type { Cursor } from '../port.ts';
import { Progress } from './progress.ts';

/** Where a feed stands in one partition of a topic. */
export interface Place {
  /** Offset of the next message that is to be taken; 0 before the first. */
  readonly next: number;
  /** The last one told, in a topic that tells progress; null before the first. */
  readonly progress: Progress | null;
  /** Topics of its source that were heard when everything before the ends of its progress was taken once. */
  readonly whole: readonly string[];
}

const Told = Progress.extend({ next: z.int().default(0), whole: z.array(z.string()).default([]) });
/** Before the first message. */
export const beginning: Place = { next: 0, progress: null, whole: [] };

/** Name of the cursor in one partition of a topic, whose name is without the prefix. */
export const cursorName = (topic: string, partition: number): string => `${topic}/${partition}`;

/** The topic of a cursor's name. */
export const topicIn = (name: string): string => name.slice(0, name.lastIndexOf('/'));

/** The cursor behind the messages of a partition up to an offset, which is the next one. */
export function offsetCursor(next: number): Cursor {
  return { token: String(next), through: String(next).padStart(20, '0') };
}

/** The cursor behind a message that tells progress: it holds the progress, the offset of the next message, and what was whole once. */
export function progressCursor(progress: Progress, { next, whole }: { readonly next: number; readonly whole: readonly string[] }): Cursor {
  return { token: JSON.stringify({ ...progress, next, whole }), through: progress.through };
}

/** What a cursor says, of either kind. */
export function placeOf({ token }: Cursor): Place {
  if (!token.startsWith('{')) return { ...beginning, next: Number(token) };
  const { next, whole, ...progress } = Told.parse(JSON.parse(token));
  return { next, progress, whole };
}
