import { setTimeout as pause } from 'node:timers/promises';
import type { Started } from './started.ts';

const patience = 30_000;

/** Waits until `xunlian status` says of every service that its facts are relayed and all that it hears is taken. Throws what it says after 30 s. */
export async function untilQuiet({ xunlian }: Pick<Started, 'xunlian'>): Promise<void> {
  for (const deadline = Date.now() + patience; ; await pause(200)) {
    const { out } = await xunlian('status');
    const [, ...services] = out;
    if (services.length > 0 && services.every((line) => /^\S+ +\d+ +0(?: |$)/.test(line) && !/[a-z] [1-9]/.test(line))) return;
    if (Date.now() > deadline) throw new Error(out.join('\n'));
  }
}
