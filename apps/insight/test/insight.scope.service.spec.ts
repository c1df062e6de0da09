import { topics } from '@xunlian/events';
import { startService } from '@xunlian/service';
import { askingOf } from '@xunlian/harness';
import { factsOf, readingSpec } from '@xunlian/harness/scope';
import { contextOver } from '../src/context.ts';
import { overview } from '../src/overview/resolvers.ts';
import { hear, rowsOf } from './happenings.ts';

const key = 'ab'.repeat(32);

readingSpec('insight', async () => {
  const rows = await rowsOf();
  await hear(rows, topics.flatMap(factsOf).map(({ topic, subject, data }) => ({ type: Object.keys(topic.events)[0] ?? '', code: subject, data: { ...data } })));
  const { url, stop } = await startService({
    name: 'insight', config: { PORT: 0, HOST: '127.0.0.1', SERVICE_KEY: key }, sdl: new URL('../src/', import.meta.url), resolvers: [overview],
    context: contextOver(rows.ask), ready: async () => null, status: async () => ({ service: 'insight', facts: 0, unrelayed: 0, feeds: [] }),
    stop: () => rows.close(),
  });
  return { ask: askingOf({ name: 'insight', key, url }), stop };
});
