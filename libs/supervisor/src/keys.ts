import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { perService, serviceNames } from './services.ts';
import type { ServiceName } from './services.ts';
import { StartFailed } from './startFailed.ts';

const hexKey = z.string().regex(/^[0-9a-f]{64}$/);
const Keys = z.object({ services: z.record(z.string(), hexKey), seal: hexKey });

/** The secrets of one installation, 32 bytes each, in hex. */
export interface InstallationKeys {
  /** What the gateway signs requests for each service with. */
  services: Record<ServiceName, string>;
  /** What sealed fields are encrypted with. Lost, they cannot be read again. */
  seal: string;
}

/**
 * The keys kept in `keys.json` of the data folder, readable by the owner alone; what is missing is made and kept.
 * @throws {StartFailed} when the file is there but cannot be understood: new keys would make sealed records unreadable
 */
export async function keepKeys(dataDir: string): Promise<InstallationKeys> {
  const file = join(dataDir, 'keys.json');
  const kept = await readKept(file);
  const keys: InstallationKeys = {
    services: perService((name) => kept?.services[name] ?? newKey()),
    seal: kept?.seal ?? newKey(),
  };
  if (kept && serviceNames.every((name) => kept.services[name])) return keys;
  // On the disk before anything is sealed with them: a power cut must not leave records whose key was never written.
  await writeFile(`${file}.new`, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
  await flushFolder(dataDir);
  return keys;
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path);
  await folder.sync().finally(() => folder.close());
}

const newKey = (): string => randomBytes(32).toString('hex');

async function readKept(file: string): Promise<z.infer<typeof Keys> | null> {
  if (!existsSync(file)) return null;
  try {
    return Keys.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    throw new StartFailed(`${file} cannot be read or is damaged. Restore it: without its keys sealed records stay sealed.`);
  }
}
