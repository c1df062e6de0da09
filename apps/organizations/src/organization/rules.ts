import type { DataOf, OrganizationRecorded } from '@xunlian/events';
import { recordRules } from '@xunlian/shared';
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

/** Recording an organisation, and the organisation after a fact. */
export const { decide, evolve } = recordRules<Organization, StatedOrganization, OrganizationRefs>({
  fact: 'OrganizationRecorded',
  noun: 'organisation',
  references: { divisionCode: 'division', officeCode: 'office', parentCode: 'organisation' },
  // A parent is recorded before its children and stays: so the tree has no circle.
  fixed: ['parentCode'],
  kept: ['name', 'officeCode'],
  complete: (row, { officeCode: { lineage } }) => ({ ...row, lineage }),
});
