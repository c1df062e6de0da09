import { publisherOf } from '@xunlian/events';
import { kafkaSettingsOf, openBus } from '@xunlian/bus';
import { startService } from '@xunlian/service';
import { databasePart, feedPart, feedStatus, heardPosition, missingAmong } from '@xunlian/service/records';
import { openDatabase, oplogWindow } from '@xunlian/store';
import { config } from './config.ts';
import { contextOver } from './context.ts';
import { overview } from './overview/resolvers.ts';
import { fileOf } from './readiness.ts';
import { followRebuilds } from './rebuild/follow.ts';
import { instanceAt } from './rebuild/store.ts';
import { openRows } from './rows/file.ts';
import { heardTopics, tables } from './tables.ts';

const rows = await openRows(config.DUCKDB_FILE, tables);
const db = await openDatabase(config.MONGODB_URI, `${config.DB_PREFIX}insight`);
const databaseOf = (source: string) => config.DB_PREFIX + source;
const bus = await openBus({ client: db.getClient(), databaseOf, service: 'insight', kafka: kafkaSettingsOf(config), alone: true });
const feed = bus.subscribe(heardTopics, rows.projection);
const sources = [...new Set(heardTopics.map(publisherOf))];
const readModels = followRebuilds({ db, bus, rows, instance: instanceAt(config.DUCKDB_FILE) });

void startService({
  name: 'insight',
  config,
  sdl: new URL('.', import.meta.url),
  resolvers: [overview],
  context: contextOver(rows.askOnce),
  ready: () => missingAmong([databasePart(db), feedPart(feed, sources), fileOf(rows)]),
  awaitPosition: heardPosition(feed, sources),
  status: async () => ({ service: 'insight', facts: 0, unrelayed: 0, feeds: await feedStatus(feed, sources) }),
  readModels,
  oplogWindow: () => oplogWindow(db),
  stop: () => readModels.stop().then(() => feed.stop()).then(() => bus.close()).then(() => db.close()).then(() => rows.close()),
});
