import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { errorCodes } from '../errors.ts';
import { ageOf } from './moment.ts';

const quick = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];
const coarse = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10];
const sizes = [1, 2, 5, 10, 20, 50, 100, 200, 500];

/** Every figure that a process shows beside Node's own. Labels come from the program, never from a request or a record. */
export type Instruments = ReturnType<typeof instrumentsOf>;

/** Makes the figures of one process; each of them carries the name of its service. */
export function instrumentsOf(service: string) {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  // The delay of the event loop is sampled by a timer, and every process has one: ten times a second is enough.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 100 });
  return { registry, ...ofRequests(registry), ...ofWrites(registry), ...ofFeeds(registry), ...ofState(registry) };
}

function ofRequests(registry: Registry) {
  const registers = [registry];
  const errors = new Counter({ name: 'xunlian_errors_total', help: 'Errors that callers read, by their code.', labelNames: ['code'], registers });
  // From the beginning, so that the first error is an increase.
  for (const code of errorCodes) errors.labels(code).inc(0);
  return {
    requests: new Histogram({ name: 'xunlian_request_duration_seconds', help: 'Time to answer a question or a command, from its arrival.', labelNames: ['kind'], buckets: quick, registers }),
    fields: new Histogram({ name: 'xunlian_field_duration_seconds', help: 'Time of one root field, or of the entities of one type asked for together.', labelNames: ['field'], buckets: coarse, registers }),
    work: new Histogram({ name: 'xunlian_work_duration_seconds', help: 'Time of work that is told by name, such as figures being counted.', labelNames: ['work'], buckets: coarse, registers }),
    errors,
    sealedReads: new Counter({ name: 'xunlian_sealed_reads_total', help: 'Sealed texts handed out.', labelNames: ['kind'], registers }),
  };
}

function ofWrites(registry: Registry) {
  const registers = [registry];
  return {
    groupCommands: new Histogram({ name: 'xunlian_group_commands', help: 'Commands that shared one transaction.', labelNames: ['kind'], buckets: sizes, registers }),
    groupSeconds: new Histogram({ name: 'xunlian_group_duration_seconds', help: 'Time of one such transaction.', labelNames: ['kind'], buckets: quick, registers }),
    retries: new Counter({ name: 'xunlian_transactions_retried_total', help: 'Transactions that began again.', registers }),
    published: new Counter({ name: 'xunlian_facts_published_total', help: 'Facts that the broker has acknowledged.', registers }),
    publishSeconds: new Histogram({ name: 'xunlian_publish_duration_seconds', help: 'Time of one send to the broker.', buckets: quick, registers }),
  };
}

function ofFeeds(registry: Registry) {
  const registers = [registry];
  return {
    batchEvents: new Histogram({ name: 'xunlian_feed_batch_events', help: 'Events that a feed took at once.', buckets: sizes, registers }),
    batchSeconds: new Histogram({ name: 'xunlian_feed_batch_duration_seconds', help: 'Time to take one batch: effect and cursor saved.', buckets: quick, registers }),
    feedFailures: new Counter({ name: 'xunlian_feed_failures_total', help: 'Times that a feed failed and began again.', registers }),
    broken: new Counter({ name: 'xunlian_events_broken_total', help: 'Events that broke their contract.', registers }),
    deadLetters: new Counter({ name: 'xunlian_dead_letters_total', help: 'Events that went to the dead letters.', registers }),
    versionsMissed: new Counter({ name: 'xunlian_versions_missed_total', help: 'Versions of records that never came.', registers }),
  };
}

function ofState(registry: Registry) {
  const registers = [registry];
  let place = '';
  const collect = function (this: Gauge) {
    const age = ageOf(place);
    if (age !== null) this.set(age);
  };
  const placeAge = new Gauge({ name: 'xunlian_place_age_seconds', help: 'Age of the saved place from which a change stream would go on.', registers, collect });
  // A process that has saved none has no figure, rather than 0.
  placeAge.remove();
  return {
    /** Notes the moment (16 hex digits) of the place that was saved last. */
    place: (through: string) => {
      place = through;
    },
    ready: new Gauge({ name: 'xunlian_ready', help: '1 when /readyz says so.', registers }),
    facts: new Gauge({ name: 'xunlian_journal_facts', help: 'Facts in the journal.', registers }),
    unrelayed: new Gauge({ name: 'xunlian_journal_unrelayed_facts', help: 'Facts not yet handed to the bus.', registers }),
    lag: new Gauge({ name: 'xunlian_feed_lag_facts', help: 'Facts of a source that are committed but not yet taken.', labelNames: ['source'], registers }),
    positionAge: new Gauge({ name: 'xunlian_feed_position_age_seconds', help: 'Age of the moment up to which everything of a source is taken.', labelNames: ['source'], registers }),
    oplogWindow: new Gauge({ name: 'xunlian_oplog_window_seconds', help: 'How far back MongoDB remembers changes.', registers }),
  };
}
