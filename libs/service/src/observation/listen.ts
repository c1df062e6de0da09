import type { Done } from '@xunlian/bus/occurrences';
import { batchTaken, eventBroken, eventDeadLettered, factsPublished, feedFailed, placeSaved, versionsMissed } from '@xunlian/bus/occurrences';
import { groupCommitted, sealedRead, transactionRetried } from '@xunlian/store/occurrences';
import type { Instruments } from './instruments.ts';
import { workDone } from './occurrences.ts';
import type { Attributes, Tracing } from './trace.ts';

/** A batch of thousands may come from as many requests; this many of their traces get a span of it. */
const mostTraces = 32;

/** Counts and traces what the libraries below and the service's own code tell. Gives a function that ends it. */
export function listen(instruments: Instruments, tracing: Tracing | null): () => void {
  const span = spansOf(tracing);
  const ends = [...writes(instruments, span), ...feeds(instruments, span)];
  return () => ends.forEach((end) => end());
}

function writes(instruments: Instruments, span: Telling): (() => void)[] {
  return [
    groupCommitted.hear((done) => {
      instruments.groupCommands.labels(done.kind).observe(done.commands);
      instruments.groupSeconds.labels(done.kind).observe(done.ms / 1_000);
      span('command group', done, { kind: done.kind, commands: done.commands });
    }),
    factsPublished.hear((done) => {
      instruments.published.inc(done.facts);
      instruments.publishSeconds.observe(done.ms / 1_000);
      span('publish', done, { facts: done.facts });
    }),
    transactionRetried.hear(() => instruments.retries.inc()),
    sealedRead.hear(({ kind }) => instruments.sealedReads.labels(kind).inc()),
  ];
}

function feeds(instruments: Instruments, span: Telling): (() => void)[] {
  return [
    batchTaken.hear((done) => {
      instruments.batchEvents.observe(done.events);
      instruments.batchSeconds.observe(done.ms / 1_000);
      span('feed batch', done, { events: done.events });
    }),
    workDone.hear((done) => {
      instruments.work.labels(done.work).observe(done.ms / 1_000);
      span(done.work, done, { parts: done.parts });
    }),
    placeSaved.hear(({ through }) => instruments.place(through)),
    feedFailed.hear(() => instruments.feedFailures.inc()),
    eventBroken.hear(() => instruments.broken.inc()),
    eventDeadLettered.hear(() => instruments.deadLetters.inc()),
    versionsMissed.hear(({ versions }) => instruments.versionsMissed.inc(versions)),
  ];
}

type Telling = (name: string, done: Done, attributes: Attributes) => void;

/** Tells of finished work in every trace it belongs to. */
function spansOf(tracing: Tracing | null): Telling {
  if (!tracing) return () => {};
  return (name, { startedAt, ms, traces }, attributes) => {
    for (const trace of traces.slice(0, mostTraces)) tracing.over(name, { startedAt, ms, trace, attributes });
  };
}
