import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const pom = fileURLToPath(new URL('pom.xml', import.meta.url));
const cache = fileURLToPath(new URL('../../../node_modules/.cache/kafka', import.meta.url));
/** Some 45 MB through whatever line there is. */
const LONGEST_MS = 10 * 60_000;

/**
 * The folder of jars that a broker runs from, as pom.xml names them: brought from Maven Central once, kept for every later run.
 * @throws in one line when there is no Java, no Maven, or no repository
 */
export async function brokerJars(): Promise<string> {
  await run('java', ['-version']).catch((error: unknown) => refuse('Java 17 or newer', error));
  const folder = join(cache, createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12));
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const bringing = await mkdtemp(join(cache, 'bringing-'));
  try {
    const words = ['-B', '-q', '-f', pom, 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${join(bringing, 'jars')}`];
    await run('mvn', words, { timeout: LONGEST_MS, maxBuffer: 16_000_000 }).catch((error: unknown) => refuse('Maven', error));
    await rename(join(bringing, 'jars'), folder).catch((error: unknown) => {
      // Somebody else was faster, which is as good.
      if (!existsSync(folder)) throw error;
    });
    return folder;
  } finally {
    await rm(bringing, { recursive: true, force: true });
  }
}

function refuse(program: string, error: unknown): never {
  const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  const said = error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
  const reason = said.split('\n').find((line) => line.includes('ERROR')) ?? said.split('\n')[0] ?? '';
  throw new Error(missing ? `No Kafka: ${program} is not installed (or set TEST_KAFKA_BROKERS).` : `No Kafka: ${program} failed: ${reason.slice(0, 300)}`, { cause: error });
}
