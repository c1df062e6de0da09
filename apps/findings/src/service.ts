import { clue } from './clue/resolvers.ts';
import { confession } from './confession/resolvers.ts';
import { openStores } from './context.ts';
import { finding } from './finding/resolvers.ts';
import { outcome } from './outcome/resolvers.ts';
import { petition } from './petition/resolvers.ts';

/** What this service is made of. */
export const service = {
  name: 'findings',
  sdl: new URL('.', import.meta.url),
  resolvers: [petition, finding, ...clue, ...outcome, confession],
  stores: openStores,
};
