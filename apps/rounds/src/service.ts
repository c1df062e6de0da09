import { assignment } from './assignment/resolvers.ts';
import { openStores } from './context.ts';
import { inspection } from './inspection/resolvers.ts';
import { plan } from './plan/resolvers.ts';
import { planOrganization } from './planOrganization/resolvers.ts';
import { round } from './round/resolvers.ts';

/** What this service is made of. */
export const service = {
  name: 'rounds',
  sdl: new URL('.', import.meta.url),
  resolvers: [plan, planOrganization, round, assignment, ...inspection],
  stores: openStores,
};
