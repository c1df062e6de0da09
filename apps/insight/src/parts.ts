import { kafkaSettingsOf, openBus } from '@xunlian/bus';
import { publisherOf } from '@xunlian/events';
import { openDatabase } from '@xunlian/store';
import type { config } from './config.ts';
import { followRebuilds } from './rebuild/follow.ts';
import { instanceAt } from './rebuild/store.ts';
import { openRows } from './rows/file.ts';
import { heardTopics, tables } from './tables.ts';

/** Opens what stands behind the answers: the rows, the feed that fills them, and what builds them anew. */
export async function openParts(settings: typeof config) {
  const rows = await openRows(settings.DUCKDB_FILE, tables);
  const db = await openDatabase(settings.MONGODB_URI, `${settings.DB_PREFIX}insight`);
  const databaseOf = (source: string) => settings.DB_PREFIX + source;
  const bus = await openBus({ client: db.getClient(), databaseOf, service: 'insight', kafka: kafkaSettingsOf(settings), alone: true });
  const feed = bus.subscribe(heardTopics, rows.projection);
  const readModels = followRebuilds({ db, bus, rows, instance: instanceAt(settings.DUCKDB_FILE) });
  const stop = async () => {
    await readModels.stop();
    await feed.stop();
    await bus.close();
    await db.close();
    await rows.close();
  };
  return { rows, db, bus, feed, readModels, sources: [...new Set(heardTopics.map(publisherOf))], stop };
}
