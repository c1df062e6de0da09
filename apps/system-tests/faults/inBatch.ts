import { commandIn } from '../test/mongoRelay.ts';
import type { Shot } from './fault.ts';
import { within } from './settle.ts';

const longestMs = 60_000;

/**
 * Strikes when a process of a service has a batch of facts in hand: in the very moment in which it lets MongoDB commit what it has
 * written of them, before it hears that it was done, and long before Kafka hears how far it has got. Throws when none has one in a minute.
 */
export async function inBatch({ range: { links, db } }: Shot, service: string, strike: () => void): Promise<void> {
  const database = db(service).databaseName;
  const writing = new Set<string>();
  let isStruck = false;
  const leave = links.overhear(/^mongod-/, (piece) => {
    const command = commandIn(piece);
    if (!command || isStruck) return;
    const [session, collection] = [JSON.stringify(command['lsid']), command['insert'] ?? command['update']];
    if (command['startTransaction'] === true) writing.delete(session);
    if (command['$db'] === database && typeof collection === 'string' && collection.startsWith('heard.')) writing.add(session);
    if (!('commitTransaction' in command) || !writing.has(session)) return;
    isStruck = true;
    strike();
  });
  await within(`batches in the hand of ${service}`, () => Promise.resolve(isStruck ? null : 'none was committed'), longestMs).finally(leave);
}
