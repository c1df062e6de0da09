import type { Envelope, Topic } from '@xunlian/events';

/** Where a feed stands in one thing that it reads: opaque to all but the transport that made it. */
export interface Cursor {
  /** Where the transport goes on from. */
  readonly token: string;
  /** How far that is, ordered as text: for journals the moment up to which everything was taken, 16 hex digits. */
  readonly through: string;
}

/** Cursors by the name of what they stand in: the journals, or one partition of a topic. */
export type Cursors = Readonly<Record<string, Cursor>>;

/** Events as a feed takes them, at most 2,000, those of one subject in order, with the cursors behind them. */
export interface Batch {
  readonly events: readonly Envelope<object>[];
  readonly cursors: Cursors;
}

/** What a feed does with events: effect and cursors are saved together or not at all. */
export interface Projection {
  /** Every cursor that was saved with an effect. */
  cursors: () => Promise<Cursors>;
  /**
   * Takes a batch and saves its cursors in one transaction; several batches of different cursors may come at once. Delivery
   * is at least once: an event whose version the row has seen changes nothing, a cursor that is behind the saved one neither.
   */
  apply: (batch: Batch) => Promise<void>;
}

/** A running feed. */
export interface Feed {
  /** Moment up to which everything of a source service has been taken; null until this process knows of one. */
  through: (source: string) => Promise<string | null>;
  /** Whether all that a source service had told of was taken once, by this process or by one before it. */
  caughtUp: (source: string) => Promise<boolean>;
  /** Whether everything that a source committed up to that moment has been taken, waiting at most so many milliseconds. */
  reached: (source: string, through: string, timeoutMs: number) => Promise<boolean>;
  /** Whether everything that stands before another feed's cursors has been taken, as far as this one hears it, waiting at most so many milliseconds. */
  passed: (cursors: Cursors, timeoutMs: number) => Promise<boolean>;
  /** Facts of one source service that are committed but not yet taken. */
  lag: (source: string) => Promise<number>;
  /** Finishes the batch in hand. */
  stop: () => Promise<void>;
}

/** Hands a service's own facts to the transport. */
export interface Relay {
  /** Facts in the journal that are not yet handed over; it does not count further than 20,000. */
  unrelayed: () => Promise<number>;
  /** Whether facts wait of which none was handed over for 10 s, by whichever process does that. */
  isStuck: () => Promise<boolean>;
  /** Told a moment that somebody was given as a position: others are to learn that everything up to it was handed over. */
  given: (moment: string) => void;
  stop: () => Promise<void>;
}

/** A transport between services: embedded on one machine, Kafka on several. */
export interface Bus {
  /** Hears topics, from the projection's cursors on, or from the first event there is. */
  subscribe: (topics: readonly Topic[], projection: Projection) => Feed;
  /** Hears topics from the first event there is, beside the service's feed, for this process alone; when it stops, nothing is left of it. */
  replay: (topics: readonly Topic[], take: (events: Batch['events']) => Promise<void>) => Feed;
  /** Begins to hand over a service's own facts; any number of its instances may do so. */
  relay: (service: string) => Relay;
  /** Whether what carries the events answers, asked now and waited for a second at most; the journals themselves do as the database does. */
  answers: () => Promise<boolean>;
  /** Lets go of what feed and relay shared, after both have stopped. */
  close: () => Promise<void>;
}
