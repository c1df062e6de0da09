import { attendance } from './attendance/resolvers.ts';
import { openStores } from './context.ts';
import { course } from './course/resolvers.ts';
import { person } from './person/resolvers.ts';
import { tie } from './tie/resolvers.ts';

/** What this service is made of. */
export const service = {
  name: 'pools',
  sdl: new URL('.', import.meta.url),
  resolvers: [person, tie, course, attendance],
  stores: openStores,
};
