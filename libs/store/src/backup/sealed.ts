import { topics } from '@xunlian/events';
import { format } from '@xunlian/interchange';
import type mongoose from 'mongoose';
import { sealWith, type Cipher } from '../cipher.ts';
import { collectionOf } from './kept.ts';

/** Every field that is sealed, with the topic and the collection of its kind. */
const sealedFields = format.flatMap(({ kind, service: database, list: collection, columns }) =>
  columns.filter(({ sealed }) => sealed).map(({ field }) => ({ topic: topicOf(kind), database, collection, field })));

function topicOf(kind: string): string {
  const topic = topics.find(({ events }) => `${kind}Recorded` in events);
  if (!topic) throw new Error(`No topic is declared for ${kind}.`);
  return topic.name;
}

/** The databases whose sealed texts are looked at, and the moment of that. */
export interface Sealed {
  readonly client: mongoose.mongo.MongoClient;
  /** Begins the names of the system's databases. */
  readonly prefix: string;
  readonly session: mongoose.mongo.ClientSession;
}

/** Collections with texts that a secret does not open, of which one of each sealed field is tried; none when nothing is sealed. */
export async function closedTo(secret: string, { client, prefix, session }: Sealed): Promise<string[]> {
  const cipher = sealWith(secret);
  const closed: string[] = [];
  for (const { topic, field, ...kept } of sealedFields) {
    const found = await collectionOf(client, prefix, kept).findOne({ [field]: { $type: 'string' } }, { session, projection: { [field]: 1 } });
    if (found && !opens(cipher, String(found[field]), `${topic}/${String(found._id)}/${field}`)) closed.push(kept.collection);
  }
  return closed;
}

function opens(cipher: Cipher, text: string, place: string): boolean {
  try {
    cipher.open(text, place);
    return true;
  } catch {
    return false;
  }
}
