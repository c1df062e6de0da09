import { launchSystem } from '@xunlian/supervisor';

import { readConfig } from './config.ts';
import type { StartConfig } from './config.ts';
import { takeDataDir } from './lock.ts';
import { loadSamples } from './samples.ts';
import { untilStopped } from './untilStopped.ts';
import { welcome } from './welcome.ts';

await untilStopped(async ({ signal, say, began }) => {
  const since = Date.now();
  const config: StartConfig = readConfig(process.env);
  const dataDir = await takeDataDir(config.dataDir);
  say('starting …');
  const system = await launchSystem({
    dataDir,
    basePort: config.port,
    say,
    ...(config.mongoUri === undefined ? {} : { mongoUri: config.mongoUri }),
    ...(config.dbPrefix === undefined ? {} : { dbPrefix: config.dbPrefix }),
  });
  began(system);
  await system.ready();
  const seconds = (Date.now() - since) / 1000;
  if (config.demo) await loadSamples(system.url, { dataDir, say, signal });
  if (!signal.aborted) welcome(config, seconds);
});
