import { journalCollection, publisherOf } from '@xunlian/events';
import type mongoose from 'mongoose';
import { startFeed, type Subscription } from './feed.ts';
import type { PublishedRow } from './journal.ts';
import { journalSteps, type Reading } from './journalSteps.ts';
import { placeSaved } from './occurrences.ts';
import type { Bus, Cursor, Relay } from './port.ts';
import { remembering } from './rebuild.ts';

/** Events taken at once. */
const size = 500;

/** On one machine the journal is the transport: what is in it is handed over. */
const nothingToRelay: Relay = { unrelayed: () => Promise.resolve(0), isStuck: () => Promise.resolve(false), given: () => undefined, stop: () => Promise.resolve() };

/**
 * The bus of one machine: a feed follows the journals of the services it hears, in commit order. A feed without a
 * place, or whose place the server has forgotten, first sweeps the journals from their beginning.
 */
export function embeddedBus(client: mongoose.mongo.MongoClient, databaseOf: (service: string) => string): Bus {
  const follow = ({ topics, ...how }: Pick<Subscription, 'topics' | 'projection' | 'onSaved'>) => {
    const names = topics.map(({ name }) => name);
    const databases = [...new Set(topics.map((topic) => databaseOf(publisherOf(topic))))];
    const read = (cursor: Cursor | null, reading: Reading) => journalSteps({ client, databases, topics: names, size, ...reading }, cursor);
    return startFeed({ ...how, topics, read, lag: async (source, through) => {
      const heard = topics.filter((topic) => publisherOf(topic) === source).map(({ name }) => name);
      const journal = client.db(databaseOf(source)).collection<PublishedRow>(journalCollection);
      return journal.countDocuments({ '_id.t': { $in: heard }, ...(through ? { at: { $gt: lastInstant(through) } } : {}) });
    } });
  };
  return {
    relay: () => nothingToRelay,
    answers: () => Promise.resolve(true),
    close: () => Promise.resolve(),
    subscribe: (topics, projection) => follow({ topics, projection, onSaved: placeSaved.tell }),
    replay: (topics, take) => follow({ topics, projection: remembering(take), onSaved: () => undefined }),
  };
}

/** The last instant of the second that a moment (16 hex digits, seconds first) lies in. */
function lastInstant(moment: string): Date {
  return new Date(Number.parseInt(moment.slice(0, 8), 16) * 1000 + 999);
}
