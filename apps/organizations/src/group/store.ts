import { groupTopic } from '@xunlian/events';
import type { Owned } from '@xunlian/shared';
import { peersBy, recordSchema, recordStore, type Database, type Source } from '@xunlian/store';
import { groupsOf, type Office } from '../office/rules.ts';
import { decide, evolve } from './rules.ts';

const filters = {};

/** Loads the groups of offices, by the key that they share. */
export const groupPeers = (db: Database) => peersBy<Owned>(db, { collection: 'groups', field: 'officeCode', key: groupsOf, fields: ['lineage'] });

/** Standing groups, ordered by code. */
export const groupStore = (db: Database, { offices }: { offices: Source<Office> }) =>
  recordStore(db, {
    name: 'groups',
    topic: groupTopic,
    schema: recordSchema({ name: String, establishedOn: String }),
    decide, evolve, filters,
    references: { officeCode: offices },
    peers: { keys: ({ officeCode }) => [groupsOf(officeCode)], load: groupPeers(db), join: ({ code, lineage }) => ({ code, lineage }) },
  });
