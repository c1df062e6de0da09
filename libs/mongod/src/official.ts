import { join } from 'node:path';

import { behindProxy } from './config.ts';

/** How long the download server may take to answer at all; without it an offline machine would wait for every retry. */
const ANSWER_WITHIN_MS = 3_000;

/**
 * The official MongoDB binary for this machine, of a version or of the newest that is known, downloaded into `cacheDir` unless it is
 * there already.
 * @throws when it cannot be had, after at most a few seconds on a machine without internet
 */
export async function officialMongod(cacheDir: string, say: (line: string) => void, version?: string): Promise<string> {
  const { MongoBinary } = await import('mongodb-memory-server-core/lib/util/MongoBinary.js');
  const { DryMongoBinary } = await import('mongodb-memory-server-core/lib/util/DryMongoBinary.js');
  const options = await DryMongoBinary.generateOptions({ downloadDir: join(cacheDir, 'official'), ...(version === undefined ? {} : { version }) });
  const there = await DryMongoBinary.locateBinary(options);
  if (there) return there;
  await probe(options);
  say(`downloading MongoDB ${options.version} …`);
  return MongoBinary.getPath(options);
}

async function probe(options: { version: string; platform: string; arch: string }): Promise<void> {
  if (behindProxy()) return;
  const { MongoBinaryDownloadUrl } = await import('mongodb-memory-server-core/lib/util/MongoBinaryDownloadUrl.js');
  const url = await new MongoBinaryDownloadUrl(options).getDownloadUrl();
  const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).catch(() => null);
  if (!answer?.ok) throw new Error(answer ? `the download server answers ${answer.status}` : 'the download server does not answer');
}
