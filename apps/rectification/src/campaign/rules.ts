import type { CampaignRecorded, DataOf } from '@xunlian/events';
import { inOrder, recordRules } from '@xunlian/shared';
import type { HeardRecord } from '../heard.ts';

/** A campaign 专项治理: a department clears up a common problem everywhere. */
export type Campaign = DataOf<typeof CampaignRecorded> & { readonly code: string; readonly officeCode: string; readonly theme: string };

/** A campaign as it is stated. */
export type StatedCampaign = Omit<Campaign, 'lineage'>;

/** What a campaign refers to. */
export interface CampaignRefs {
  readonly officeCode: HeardRecord;
  readonly organizationCode: HeardRecord | undefined;
}

/** Recording a campaign, and the campaign after a fact. */
export const { decide, evolve } = recordRules<Campaign, StatedCampaign, CampaignRefs>({
  fact: 'CampaignRecorded',
  noun: 'campaign',
  references: { officeCode: 'office', organizationCode: 'organisation' },
  fixed: [],
  kept: ['officeCode', 'theme'],
  complete: (row, { officeCode: { lineage } }) => ({ ...row, lineage }),
  check: (next) => inOrder(next, 'startsOn', 'endsOn'),
});
