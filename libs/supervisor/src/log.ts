import type { ChildProcess } from 'node:child_process';
import { createWriteStream, renameSync, statSync } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

import { z } from 'zod';

/** One program's log file, and what of it a person should see at once. */
export interface Log {
  /** Appends everything a process prints; warnings and errors are said as well, in one short line each. */
  record(child: ChildProcess): void;
  /** The last warning or error, without the program's name. */
  lastComplaint(): string | undefined;
  close(): void;
}

/** A log of this size is set aside (as `….1`, in place of the one before), so that a program's logs hold twice as much at most. */
const LARGE_BYTES = 10_000_000;
/** How long a file that could not be written is left alone. */
const RETRY_MS = 10_000;
const WARN = 40;
const LONGEST_LINE = 300;

const Line = z.object({
  level: z.union([z.string(), z.number()]),
  message: z.string().optional(),
  msg: z.string().optional(),
  error: z.unknown().optional(),
});

/** Opens (or continues) the log file of a program. When it cannot be written, that is said once; what is printed meanwhile is lost. */
export function openLog({ name, file: path, say }: { name: string; file: string; say: (line: string) => void }): Log {
  let isSaid = false;
  const file = appendTo(path, (failure) => {
    if (!isSaid) say(`${name}: its log cannot be written and is lost until it can (${failure.message})`);
    isSaid = true;
  });
  let last: string | undefined;
  const take = (line: string) => {
    file.write(`${line}\n`);
    const text = complaint(line);
    if (text === null) return;
    if (text !== last) say(`${name}: ${text}`);
    last = text;
  };
  return {
    record: (child) => {
      for (const stream of [child.stdout, child.stderr]) if (stream) createInterface({ input: stream }).on('line', take);
    },
    lastComplaint: () => last,
    close: () => file.close(),
  };
}

/** What a line of output complains about, or null: a JSON line of level warn or above, or the message of a crash. */
export function complaint(line: string): string | null {
  if (!line.startsWith('{')) return /^\w*(Error|Exception)\b.*:/.test(line) || /^FATAL/.test(line) ? line.slice(0, LONGEST_LINE) : null;
  const parsed = Line.safeParse(parse(line));
  if (!parsed.success || !isSevere(parsed.data.level)) return null;
  const { message, msg, error } = parsed.data;
  const cause = typeof error === 'string' ? error : z.object({ message: z.string() }).safeParse(error).data?.message;
  return [message ?? msg, cause].filter((part) => part !== undefined).join(': ').slice(0, LONGEST_LINE);
}

function isSevere(level: string | number): boolean {
  return typeof level === 'number' ? level >= WARN : ['warn', 'warning', 'error', 'fatal'].includes(level.toLowerCase());
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function appendTo(path: string, complain: (failure: Error) => void) {
  let stream: WriteStream | undefined;
  let [size, retryAt] = [0, 0];
  const fail = (failure: Error) => {
    stream?.destroy();
    stream = undefined;
    retryAt = performance.now() + RETRY_MS;
    complain(failure);
  };
  const open = () => {
    size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    return createWriteStream(path, { flags: 'a' }).on('error', fail);
  };
  // What is still to be written by then is written where the file has gone.
  const setAside = () => {
    stream?.end();
    stream = undefined;
    renameSync(path, `${path}.1`);
  };
  const write = (text: string) => {
    if (!stream && performance.now() < retryAt) return;
    try {
      stream ??= open();
      if (size > LARGE_BYTES && !stream.pending) {
        setAside();
        stream = open();
      }
      stream.write(text);
      size += Buffer.byteLength(text);
    } catch (failure) {
      fail(failure instanceof Error ? failure : new Error(String(failure)));
    }
  };
  return { write, close: () => stream?.end() };
}
