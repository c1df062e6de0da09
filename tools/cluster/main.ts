import { join } from 'node:path';

import { startCluster } from '@xunlian/supervisor/cluster';

import { readConfig } from '../start/config.ts';
import { takeDataDir } from '../start/lock.ts';
import { loadSamples } from '../start/samples.ts';
import { untilStopped } from '../start/untilStopped.ts';
import { welcome } from '../start/welcome.ts';

await untilStopped(async ({ signal, say, began }) => {
  const since = Date.now();
  const config = readConfig(process.env);
  // Beside what `npm start` keeps, and never inside of it.
  const dataDir = await takeDataDir(join(config.dataDir, 'cluster'));
  say('starting three mongod, a Kafka broker and two processes of each service …');
  const cluster = await startCluster({ dataDir, basePort: config.port, say });
  began(cluster);
  const seconds = (Date.now() - since) / 1000;
  const [url = '', ...others] = cluster.urls;
  if (config.demo) await loadSamples(url, { dataDir, say, signal });
  if (signal.aborted) return;
  welcome(config, seconds);
  say(`The other gateway is at ${others.join(', ')}.`);
});
