import { event, topic } from './event.ts';
import { code, day, lineage } from './fields.ts';
import { z } from 'zod';

/** How an office employs a person. */
export const Employment = z.enum(['FULL_TIME', 'SECONDED', 'OTHER']);

/** Pools of people: who may lead, who may be a member. */
export const Pool = z.enum(['LEADER', 'TALENT']);

/** What a person knows. */
export const Expertise = z.enum(['FINANCE', 'ENGINEERING', 'LAW', 'AUDIT', 'PERSONNEL', 'PARTY_AFFAIRS', 'IT', 'OTHER']);

/** A person as its office states it: the whole of its published fields. */
export const PersonRecorded = event('PersonRecorded', {
  lineage,
  organizationCode: code.nullable().describe('Home unit.'),
  employment: Employment.describe('How the person is employed by the office.'),
  pools: z.array(Pool).describe('Pools the person belongs to.'),
  expertise: z.array(Expertise).describe('What the person knows.'),
  joinedOn: day.nullable().describe('Day the person joined.'),
});

/** Facts about person records, keyed by their code. */
export const personTopic = topic('pools.person.v1', PersonRecorded);
