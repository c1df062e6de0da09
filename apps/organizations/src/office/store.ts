import { officeTopic } from '@xunlian/events';
import { recordSchema, recordStore, type Database, type Source } from '@xunlian/store';
import type { Division } from '../division/rules.ts';
import { groupPeers } from '../group/store.ts';
import { decide, evolve, groupsOf } from './rules.ts';

const filters = { level: 'level' };

/** Offices, ordered by code. */
export const officeStore = (db: Database, { divisions }: { divisions: Source<Division> }) =>
  recordStore(db, {
    name: 'offices',
    topic: officeTopic,
    schema: recordSchema(
      { name: String, level: String, leadingGroupOn: String, establishedOn: String, approvedPosts: Number, groupQuota: Number },
    ),
    decide, evolve, filters,
    references: { code: divisions },
    peers: { keys: ({ code }) => [groupsOf(code)], load: groupPeers(db) },
  });
