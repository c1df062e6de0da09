import { startRecordService } from '@xunlian/service/records';
import { attendance } from './attendance/resolvers.ts';
import { config } from './config.ts';
import { openStores } from './context.ts';
import { course } from './course/resolvers.ts';
import { person } from './person/resolvers.ts';
import { tie } from './tie/resolvers.ts';

void startRecordService({
  name: 'pools',
  config,
  sdl: new URL('.', import.meta.url),
  resolvers: [person, tie, course, attendance],
  stores: openStores,
});
