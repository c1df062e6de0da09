import type { DataOf, OrganizationRecorded } from '@xunlian/events';
import { codesBehind, recordRules, Refusal, type Peers } from '@xunlian/shared';
import type { Division } from '../division/rules.ts';
import type { Office } from '../office/rules.ts';

/** A party organisation 党组织; its lineage is that of the one office whose coverage it belongs to. */
export type Organization = DataOf<typeof OrganizationRecorded> & { readonly code: string; readonly name: string; readonly officeCode: string };

/** An organisation as it is stated. */
export type StatedOrganization = Omit<Organization, 'lineage'>;

/** What an organisation refers to. */
export interface OrganizationRefs {
  readonly divisionCode: Division;
  readonly officeCode: Office;
  readonly parentCode: Organization | undefined;
}

/** What an organisation's parent is decided with: organisations and the parents they have now. */
export type OrganizationPeer = Pick<Organization, 'code' | 'parentCode'>;

/** Recording an organisation, and the organisation after a fact. */
export const { decide, evolve } = recordRules<Organization, StatedOrganization, OrganizationRefs, OrganizationPeer>({
  fact: 'OrganizationRecorded',
  noun: 'organisation',
  references: { divisionCode: 'division', officeCode: 'office', parentCode: 'organisation' },
  fixed: [],
  kept: ['name', 'officeCode'],
  complete: (row, { officeCode: { lineage } }) => ({ ...row, lineage }),
  check(next, { peers, was }) {
    if (!was || was.parentCode === next.parentCode) return;
    if (was.parentCode !== null)
      throw new Refusal('CONFLICT', 'The organisation is recorded with another parentCode, which never changes.', 'parentCode');
    if (isBelow(next, peers)) throw new Refusal('INVALID', `The organisation ${next.parentCode} is this one or lies below it.`, 'parentCode');
  },
});

/** How many organisations one may get above it: there are two levels in practice, and all that have a parent wait while a way up is walked. */
export const mostAbove = 10;

/** Whether the way up from its parent leads an organisation to itself. Refuses a way that is too long; who is not among the peers has no parent. */
function isBelow({ code, parentCode }: Organization, peers: Peers<OrganizationPeer>): boolean {
  const parents = new Map(peers(treeKey).map((peer) => [peer.code, peer.parentCode]));
  let steps = 0;
  for (let above = parentCode; above !== null; above = parents.get(above) ?? null) {
    if (above === code) return true;
    if ((steps += 1) > mostAbove) throw new Refusal('INVALID', `At most ${mostAbove} organisations may lie above one.`, 'parentCode');
  }
  return false;
}

/** Key of all organisations with a parent: while one gets its parent, nobody else's way up changes. */
export const treeKey = 'organizations';

const prefix = `${treeKey}/above/`;

/** Key that names the parent from which the way up is looked for. */
export function aboveKey(parentCode: string): string {
  return prefix + parentCode;
}

/** Codes of such parents among the keys. */
export function parentsIn(keys: readonly string[]): string[] {
  return codesBehind(prefix, keys);
}
