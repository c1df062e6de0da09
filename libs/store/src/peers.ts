import { createHash } from 'node:crypto';
import { codesBehind, type Found, type Owned, type Peers } from '@xunlian/shared';
import type { ClientSession, Connection } from 'mongoose';
import type { PeerRule } from './kind.ts';
import { listedBy } from './lists.ts';

/** The peers of a group of rows, kept current while the group is decided. */
export interface GuardedPeers<State, Row, Refs, Peer> {
  readonly of: Peers<Peer>;
  /** Makes a decided record a peer of the rows after it. */
  readonly decided: (row: Row | null, refs: Found<Refs>, state: State) => void;
}

/** A peer: kinds that share a key have codes of their own, so that two of them may have the same one. */
interface Identified {
  readonly type?: string;
  readonly code: string;
}

interface Guard {
  readonly _id: string;
  readonly uses: number;
}

/**
 * Loads the peers of a group. The keys are written to as guards, so that of two transactions that decide on the same
 * key at the same time one starts again and sees what the other did.
 */
export async function peersFor<State extends Owned, Row, Refs, Peer extends Identified>(
  { db, session }: { db: Connection; session: ClientSession },
  rule: PeerRule<State, Row, Refs, Peer> | undefined,
  group: { rows: readonly (Row | null)[]; refs: readonly Found<Refs>[] },
): Promise<GuardedPeers<State, Row, Refs, Peer>> {
  if (!rule) return { of: () => [], decided: () => undefined };
  const keys = group.rows.flatMap((row, position) => {
    const refs = group.refs[position];
    return row && refs ? rule.keys(row, refs) : [];
  });
  const peers = new Map<string, Map<string, Peer>>([...new Set(keys)].map((key) => [key, new Map<string, Peer>()]));
  if (peers.size > 0) {
    if (rule.guardedBy !== 'RECORD') await guard(db, [...peers.keys()], session);
    for (const [key, peer] of await rule.load([...peers.keys()], session)) peers.get(key)?.set(identityOf(peer), peer);
  }
  return {
    of: (key) => [...(peers.get(key)?.values() ?? [])],
    decided(row, refs, state) {
      if (!rule.join || !row) return;
      const held = rule.keys(row, refs);
      const joined = rule.join(state);
      for (const [key, members] of peers) if (!held.includes(key)) members.delete(identityOf(joined));
      for (const key of held) peers.get(key)?.set(identityOf(joined), joined);
    },
  };
}

function identityOf({ type = '', code }: Identified): string {
  return `${type}/${code}`;
}

/** Kept by a digest: a key is made before its row is decided on, and what stands where a code is meant might be sealed text. */
async function guard(db: Connection, keys: readonly string[], session: ClientSession): Promise<void> {
  await db.collection<Guard>('guards').bulkWrite(
    keys.map((key) => ({ updateOne: { filter: { _id: createHash('sha256').update(key).digest('base64url') }, update: { $inc: { uses: 1 } }, upsert: true } })),
    { session },
  );
}

/** Loads records of a collection, with some of their fields, as peers by the value of one: one question for all keys of a group. */
export function peersBy<Peer extends { readonly code: string }>(
  db: Connection,
  { collection, field, key, fields }: { collection: string; field: string; key: (value: string) => string; fields: readonly (keyof Peer & string)[] },
) {
  const projection = Object.fromEntries([field, ...fields].map((name) => [name, 1]));
  return async (keys: readonly string[], session: ClientSession): Promise<readonly (readonly [string, Peer])[]> => {
    const found = await db.collection<{ readonly _id: string }>(collection).find(listedBy(field, codesBehind(key(''), keys)), { session, projection }).toArray();
    return found.map((document) => {
      const peer = Object.fromEntries(fields.map((name): [string, unknown] => [name, Reflect.get(document, name)]));
      // The fields are those of a peer, which the documents hold.
      return [key(String(Reflect.get(document, field))), { ...peer, code: document._id } as Peer];
    });
  };
}
