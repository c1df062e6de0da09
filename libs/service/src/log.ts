import { GraphQLError } from 'graphql';
import { withoutValues } from './wording.ts';

/** How loud a line of the log is. */
export type Level = 'info' | 'warn' | 'error';

/** Writes one line of JSON to the standard output: never a variable, a header or a body of a request. */
export function log(level: Level, message: string, details: Readonly<Record<string, unknown>> = {}): void {
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), level, message, ...details })}\n`);
}

/** What the log keeps of a failure: its name, its message without quoted values, and where it happened. */
export function causeOf(failure: unknown): { error: string; message: string; stack: string[] } {
  const inner = failure instanceof GraphQLError && failure.originalError ? failure.originalError : failure;
  if (!(inner instanceof Error)) return { error: typeof inner, message: 'Something was thrown that is not an error.', stack: [] };
  const frames = (inner.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { error: inner.name, message: withoutValues(inner.message).slice(0, 500), stack: frames.slice(0, 12).map((line) => line.trim()) };
}
