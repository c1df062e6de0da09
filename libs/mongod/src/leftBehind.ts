import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { commandLineOf } from '@xunlian/machine';

/**
 * Shuts down a mongod that still runs on `dbPath` although whoever started it is gone, and waits until it has left.
 * @returns whether there was one
 * @throws when it has not left after 30 s
 */
export async function stopMongodLeftBehind(dbPath: string): Promise<boolean> {
  const pid = Number(await readFile(join(dbPath, 'mongod.lock'), 'utf8').catch(() => ''));
  if (!Number.isInteger(pid) || pid <= 1) return false;
  const folder = await realpath(dbPath);
  const mine = async () => {
    const words = await commandLineOf(pid);
    return (words[0] ?? '').endsWith('mongod') && words.includes(folder);
  };
  if (!(await mine())) return false;
  process.kill(pid, 'SIGTERM');
  for (const deadline = Date.now() + 30_000; await mine(); ) {
    if (Date.now() > deadline) throw new Error(`The mongod left behind on ${dbPath} (process ${pid}) does not stop.`);
    await pause(50);
  }
  return true;
}
