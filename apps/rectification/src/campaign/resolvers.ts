import { recordResolvers } from '@xunlian/service/records';
import type { CampaignInput } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import type { Campaign, StatedCampaign } from './rules.ts';

/** Campaigns in the graph. */
export const campaign = recordResolvers<Context, Campaign, StatedCampaign, CampaignInput>({
  type: 'Campaign',
  many: 'Campaigns',
  store: ({ campaigns }) => campaigns,
  row: (input) => ({ organizationCode: null, endsOn: null, ...input }),
  refers: { organization: 'organizationCode' },
  listed: { Office: { campaigns: 'officeCode' }, Organization: { campaigns: 'organizationCode' } },
});
