import type { IncomingHttpHeaders } from 'node:http';
import { headerNames, headerText } from '../headers.ts';

const sampled = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f][13579bdf]$/;

/** The W3C `traceparent` that a request goes on with; empty when it has none, a bad one, or one that is not sampled. */
export function traceIn(headers: IncomingHttpHeaders): string {
  const text = headerText(headers, headerNames.trace);
  return sampled.test(text) ? text : '';
}

/** What a span says of itself: kinds, counts and ids of requests, never a value of a record or a document. */
export type Attributes = Readonly<Record<string, string | number>>;

/** One piece of work under way within a trace. */
export interface Span {
  /** Its `traceparent`, for the work it causes elsewhere. */
  readonly trace: string;
  readonly end: (attributes: Attributes) => void;
}

/** Work that is over: when it began (ms since 1970) and how long it took (ms). */
export interface Over {
  readonly startedAt: number;
  readonly ms: number;
  /** `traceparent` of what caused it. */
  readonly trace: string;
  readonly attributes: Attributes;
}

/** Sends spans to a collector. */
export interface Tracing {
  /** Begins a span; null where there is no trace to go on with, or a new one is not sampled. */
  readonly begin: (name: string, trace: string) => Span | null;
  readonly over: (name: string, span: Over) => void;
  /** Sends what is left, for at most 2 seconds. */
  readonly stop: () => Promise<void>;
}
