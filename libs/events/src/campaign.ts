import { event, topic } from './event.ts';
import { code, day, lineage } from './fields.ts';

/** A campaign as its office states it: the whole of its published fields. */
export const CampaignRecorded = event('CampaignRecorded', {
  lineage,
  organizationCode: code.nullable().describe('Department that leads it.'),
  startsOn: day.describe('First day.'),
  endsOn: day.nullable().describe('Last day.'),
});

/** Facts about campaign records, keyed by their code. */
export const campaignTopic = topic('rectification.campaign.v1', CampaignRecorded);
