import { campaign } from './campaign/resolvers.ts';
import { check } from './check/resolvers.ts';
import { checkProblem } from './checkProblem/resolvers.ts';
import { openStores } from './context.ts';
import { interview } from './interview/resolvers.ts';
import { letter } from './letter/resolvers.ts';
import { measure } from './measure/resolvers.ts';
import { rectification } from './rectification/resolvers.ts';
import { recovery } from './recovery/resolvers.ts';

/** What this service is made of. */
export const service = {
  name: 'rectification',
  sdl: new URL('.', import.meta.url),
  resolvers: [...rectification, measure, recovery, check, checkProblem, letter, ...interview, campaign],
  stores: openStores,
};
