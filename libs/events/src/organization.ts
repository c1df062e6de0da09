import { event, topic } from './event.ts';
import { code, lineage } from './fields.ts';
import { z } from 'zod';

/** Sorts of party organisations. */
export const OrganizationKind = z.enum([
  'COMMITTEE', 'DEPARTMENT', 'TOWNSHIP', 'STREET', 'SOE', 'VILLAGE', 'INSTITUTION', 'DISCIPLINE_ORGAN', 'OTHER',
]);

/** A organization as its office states it: the whole of its published fields. */
export const OrganizationRecorded = event('OrganizationRecorded', {
  lineage,
  kind: OrganizationKind.describe('What sort of party organisation it is.'),
  divisionCode: code.describe('Division it lies in.'),
  parentCode: code.nullable().describe('Party organisation above it: a village’s township.'),
});

/** Facts about organization records, keyed by their code. */
export const organizationTopic = topic('organizations.organization.v1', OrganizationRecorded);
