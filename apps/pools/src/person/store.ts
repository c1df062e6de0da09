import { personTopic } from '@xunlian/events';
import { codesBehind } from '@xunlian/shared';
import { recordSchema, recordStore, type Database, type PeerRule, type Source } from '@xunlian/store';
import type { HeardOffice, HeardOrganization } from '../heard.ts';
import { decide, evolve, postsOf, type Person, type PersonRefs, type PostHolder, type StatedPerson } from './rules.ts';

const filters = { organization: 'organizationCode', pool: 'pools', employment: 'employment', expertise: 'expertise' };

const fields = { name: String, organizationCode: String, employment: String, pools: [String], expertise: [String], joinedOn: String };

/** Serves the count of an office's posts from the index alone. */
const schema = recordSchema(fields).index({ officeCode: 1, employment: 1, _id: 1 });

/** People, ordered by code. */
export const personStore = (db: Database, { offices, organizations }: { offices: Source<HeardOffice>; organizations: Source<HeardOrganization> }) =>
  recordStore(db, {
    name: 'people',
    topic: personTopic,
    schema, decide, evolve, filters,
    references: { officeCode: offices, organizationCode: organizations },
    peers: { keys, load: postHolders(db), join: ({ code }) => ({ code }) },
  });

const keys: PeerRule<Person, StatedPerson, PersonRefs, PostHolder>['keys'] = ({ officeCode, employment }, { officeCode: office }) =>
  employment === 'FULL_TIME' && office && office.approvedPosts !== null ? [postsOf(officeCode)] : [];

function postHolders(db: Database): NonNullable<PeerRule<Person, StatedPerson, PersonRefs, PostHolder>['load']> {
  const people = db.collection<{ readonly _id: string; readonly officeCode: string }>('people');
  return async (shared, session) => {
    const offices = codesBehind(postsOf(''), shared);
    const found = await people
      .find({ officeCode: { $in: offices }, employment: 'FULL_TIME' }, { session, projection: { _id: 1, officeCode: 1 } })
      .toArray();
    return found.map(({ _id, officeCode }) => [postsOf(officeCode), { code: _id }]);
  };
}
