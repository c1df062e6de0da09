import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from '@opentelemetry/api';
import { diag, DiagLogLevel, ROOT_CONTEXT, SpanKind, trace as api } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOnSampler, BatchSpanProcessor, TraceIdRatioBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import { log } from '../log.ts';
import type { Tracing } from './trace.ts';

/** Where spans go, and which. */
export interface Collecting {
  readonly service: string;
  /** Base address of an OTLP/HTTP collector. */
  readonly endpoint: string;
  /** Share of requests that are traced, where traces begin; null where they only go on. */
  readonly ratio: number | null;
}

const longestFlush = 2_000;

/**
 * Sends spans to a collector over OTLP/HTTP. Only this file knows the SDK, and it is loaded only where there is a collector.
 * No provider is registered globally: other libraries' spans may hold documents.
 */
export function collectSpans({ service, endpoint, ratio }: Collecting): Tracing {
  diag.setLogger({ error: complain, warn: complain, info: () => {}, debug: () => {}, verbose: () => {} }, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.namespace': 'xunlian' }),
    sampler: ratio === null ? new AlwaysOnSampler() : new TraceIdRatioBasedSampler(ratio),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: 1_000 })],
  });
  const tracer = provider.getTracer('xunlian');
  return {
    begin(name, trace) {
      if (trace === '' && ratio === null) return null;
      const span = tracer.startSpan(name, { kind: SpanKind.SERVER }, contextOf(trace));
      if (!span.isRecording()) return null;
      const { traceId, spanId } = span.spanContext();
      return { trace: `00-${traceId}-${spanId}-01`, end: (attributes) => span.setAttributes(attributes).end() };
    },
    over: (name, { startedAt, ms, trace, attributes }) => tracer.startSpan(name, { startTime: startedAt, attributes }, contextOf(trace)).end(startedAt + ms),
    stop: () => Promise.race([provider.shutdown(), pause(longestFlush, undefined, { ref: false })]),
  };
}

function contextOf(trace: string): Context {
  const [, traceId, spanId] = trace.split('-');
  return traceId && spanId ? api.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: 1, isRemote: true }) : ROOT_CONTEXT;
}

function complain(message: string): void {
  log('warn', 'Traces are not delivered.', { says: message.slice(0, 200) });
}
