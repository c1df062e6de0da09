import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { root } from '../checks/result.ts';
import { jobs, type Deployed } from './deployed.ts';
import type { Image } from './images.ts';

const Answers = z.array(z.object({ read: z.array(z.string()), complaint: z.string() }));

/** Read by Node itself or by the C library, not by a config. */
const everywhere: ReadonlySet<string> = new Set(['GLIBC_TUNABLES', 'NODE_ENV', 'NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS']);

/** As a job, the command line reads what the library reads whose program it runs. */
const configOf = ({ program, work }: Deployed): string => {
  if (!jobs.has(program)) return `apps/${program}/src/config.ts`;
  return work === 'backup' ? 'libs/store/src/backup/config.ts' : 'libs/bus/src/kafka/config.ts';
};

/**
 * Starts each program's config with what it would be given, and compares: everything it needs is there and is valid, and
 * nothing is given that it does not read.
 */
export function checkVariables(deployed: readonly Deployed[], images: ReadonlyMap<string, Image>): string[] {
  const environments = deployed.map(({ program, environment }) => ({ ...images.get(program)?.environment, ...environment }));
  // The question makes each import one of its own.
  const cases = deployed.map((one, index) => ({ config: `${pathToFileURL(join(root, configOf(one))).href}?${index}`, environment: environments[index] }));
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(import.meta.dirname, 'configProbe.ts')], { input: JSON.stringify(cases), encoding: 'utf8' });
  if (status !== 0) return [`The variables could not be tried: ${stderr}`];
  return Answers.parse(JSON.parse(stdout)).flatMap(({ read, complaint }, index) => {
    const place = deployed[index]?.place ?? '';
    const unread = Object.keys(environments[index] ?? {}).filter((name) => !read.includes(name) && !everywhere.has(name));
    return [...(complaint === '' ? [] : [`${place}: ${complaint.trim()}`]), ...unread.map((name) => `${place} is given ${name}, which its config does not read.`)];
  });
}
