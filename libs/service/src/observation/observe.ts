import type { IncomingHttpHeaders } from 'node:http';
import type { Answer } from '../front.ts';
import { headerNames, headerText } from '../headers.ts';
import { instrumentsOf, type Instruments } from './instruments.ts';
import { listen } from './listen.ts';
import { setState, type State } from './state.ts';
import type { Attributes, Tracing } from './trace.ts';
import { traceIn } from './trace.ts';

/** What is told of a process, and to whom. */
export interface Observed extends State {
  readonly name: string;
  /** Traces begin here; elsewhere they only go on. */
  readonly beginsTraces?: boolean;
  readonly config: ObservationConfig;
}

/** Where traces go, and how many. */
export interface ObservationConfig {
  /** Base address of an OTLP/HTTP collector; without it nothing is traced. */
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  /** Share of requests that are traced, 0 to 1. */
  readonly OTEL_TRACES_SAMPLER_ARG?: number | undefined;
}

/** Answers a request within its trace: a `traceparent`, empty when it is in none. */
export type TracedAnswer = (headers: IncomingHttpHeaders, body: Buffer, trace: string) => Promise<Answer>;

/** The figures and traces of one process. */
export interface Observation {
  readonly instruments: Instruments;
  /** The figures as text for Prometheus. */
  readonly metrics: () => Promise<string>;
  /** The same answers, each request measured, its errors counted, and traced. */
  readonly answering: (answer: TracedAnswer) => (headers: IncomingHttpHeaders, body: Buffer) => Promise<Answer>;
  readonly stop: () => Promise<void>;
}

/** Begins to observe a process. The SDK that sends traces is loaded only where there is a collector. */
export async function observe({ name, beginsTraces = false, config, ...state }: Observed): Promise<Observation> {
  const instruments = instrumentsOf(name);
  const tracing = await tracingFor(name, beginsTraces, config);
  const silence = listen(instruments, tracing);
  return {
    instruments,
    metrics: async () => {
      await setState(instruments, state);
      return instruments.registry.metrics();
    },
    answering: (answer) => measured(answer, instruments, tracing),
    stop: async () => {
      silence();
      await tracing?.stop();
    },
  };
}

async function tracingFor(service: string, beginsTraces: boolean, config: ObservationConfig): Promise<Tracing | null> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: share = 1 } = config;
  if (endpoint === undefined) return null;
  const { collectSpans } = await import('./collector.ts');
  return collectSpans({ service, endpoint, ratio: beginsTraces ? share : null });
}

const codeOf: Readonly<Record<number, string>> = { 400: 'INVALID', 401: 'FORBIDDEN', 503: 'BEHIND' };

function measured(answer: TracedAnswer, { requests, errors }: Instruments, tracing: Tracing | null): ReturnType<Observation['answering']> {
  return async (headers, body) => {
    const started = performance.now();
    const given = traceIn(headers);
    const span = tracing?.begin('request', given);
    const done = (kind: string, attributes: Attributes) => {
      requests.labels(kind).observe((performance.now() - started) / 1_000);
      span?.end({ kind, ...attributes });
    };
    try {
      // Whoever traces says where the trace goes on; who does not, passes it on.
      const answered = await answer(headers, body, tracing ? (span?.trace ?? '') : given);
      const { status, kind } = answered;
      // What was executed has counted its errors one by one.
      if (kind === undefined) errors.labels(codeOf[status] ?? 'INTERNAL').inc();
      done(kind ?? 'other', { status, request: requestIn(headers, answered) });
      return answered;
    } catch (failure) {
      errors.labels('INTERNAL').inc();
      done('other', { status: 500 });
      throw failure;
    }
  };
}

/** The id under which logs tell of a request: the gateway gives one to who has none. */
function requestIn(headers: IncomingHttpHeaders, { headers: given }: Answer): string {
  return String(given?.[headerNames.request] ?? headerText(headers, headerNames.request));
}
