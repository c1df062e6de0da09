import { serviceUnderTest } from '@xunlian/harness';
import { scopeSpec } from '@xunlian/harness/scope';
import { attendance } from '../src/attendance/resolvers.ts';
import { openStores } from '../src/context.ts';
import { course } from '../src/course/resolvers.ts';
import { person } from '../src/person/resolvers.ts';
import { tie } from '../src/tie/resolvers.ts';

scopeSpec('pools', () => serviceUnderTest({ name: 'pools', sdl: new URL('../src/', import.meta.url), resolvers: [person, tie, course, attendance], stores: openStores }));
