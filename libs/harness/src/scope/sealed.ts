import { restated } from './commands.ts';
import type { Country } from './country.ts';

/** Names of the sealed fields of each kind that has any: `{ Clue: ['about'] }`. */
export type Sealed = Readonly<Record<string, readonly string[]>>;

/** The text fields that stand in the documents of a service otherwise than they were stated, by kind. */
export async function sealedIn({ service: { db }, graph, records }: Country): Promise<Sealed> {
  const changed = await Promise.all(graph.kinds.map(async (kind) => {
    const documents = new Map((await db.collection<Stored>(kind.list).find().toArray()).map((document) => [document._id, document]));
    const texts = Object.values(kind.input.getFields()).filter(({ type }) => /^String!?$/.test(String(type))).map(({ name }) => name);
    const pairs = records.filter((record) => record.kind === kind.name).map((record) => ({ stated: restated(kind, record), kept: documents.get(record.code) }));
    const fields = texts.filter((field) => pairs.some(({ stated, kept }) => typeof stated[field] === 'string' && kept?.[field] !== stated[field]));
    return [kind.name, fields] as const;
  }));
  return Object.fromEntries(changed.filter(([, fields]) => fields.length > 0));
}

interface Stored {
  readonly _id: string;
  readonly [field: string]: unknown;
}
