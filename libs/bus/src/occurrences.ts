// A front door of its own: who listens need not load what talks to a database.
import { occurrence, type Done } from './occurrence.ts';

export { occurrence, timing, type Done, type Occurrence } from './occurrence.ts';

/** A feed took a batch: effect and cursor are saved. */
export const batchTaken = occurrence<Done & { readonly events: number }>('bus.batchTaken');

/** A feed could not read or take a batch, and will try again. */
export const feedFailed = occurrence<object>('bus.feedFailed');

/** An event broke the contract of its topic and was passed over. */
export const eventBroken = occurrence<{ readonly topic: string }>('bus.eventBroken');

/** Versions of records never came: what is shown of these records, or decided on them, may be wrong. */
export const versionsMissed = occurrence<{ readonly versions: number }>('bus.versionsMissed');

/** An event went to the dead letters. */
export const eventDeadLettered = occurrence<{ readonly topic: string }>('bus.eventDeadLettered');

/** A relay handed facts to the broker, which has acknowledged them. */
export const factsPublished = occurrence<Done & { readonly facts: number }>('bus.factsPublished');

/** A place in a change stream was saved: to go on from there, the server must still remember it. */
export const placeSaved = occurrence<{
  /** Everything committed up to this moment lies before the place: 16 hex digits. */
  readonly through: string;
}>('bus.placeSaved');
