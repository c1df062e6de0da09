import { startService } from '@xunlian/service';
import { feedStatus, heardPosition, readinessOf } from '@xunlian/service/records';
import { oplogWindow } from '@xunlian/store';
import { config } from './config.ts';
import { contextOver } from './context.ts';
import { overview } from './overview/resolvers.ts';
import { openParts } from './parts.ts';
import { fileOf } from './readiness.ts';

const { rows, db, bus, feed, readModels, sources, stop } = await openParts(config);

void startService({
  name: 'insight',
  config,
  sdl: new URL('.', import.meta.url),
  resolvers: [overview],
  context: contextOver(rows.askOnce),
  ...readinessOf({ db, feed, sources, bus, relay: null, others: [fileOf(rows)] }),
  awaitPosition: heardPosition(feed, sources),
  status: async () => ({ service: 'insight', facts: 0, unrelayed: 0, feeds: await feedStatus(feed, sources) }),
  readModels,
  oplogWindow: () => oplogWindow(db),
  stop,
});
