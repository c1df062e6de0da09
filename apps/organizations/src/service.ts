import { openStores } from './context.ts';
import { division } from './division/resolvers.ts';
import { group } from './group/resolvers.ts';
import { office } from './office/resolvers.ts';
import { organization } from './organization/resolvers.ts';

/** What this service is made of. */
export const service = {
  name: 'organizations',
  sdl: new URL('.', import.meta.url),
  resolvers: [division, office, group, organization],
  stores: openStores,
};
