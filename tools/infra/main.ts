import { join } from 'node:path';
import { startFront } from '@xunlian/service';
import { serviceNames } from '@xunlian/supervisor';
import { root } from '../checks/result.ts';
import { readCompose } from './compose.ts';
import { unless, type Deployed } from './deployed.ts';
import { readImages, type Image } from './images.ts';
import { readKubernetes } from './kubernetes.ts';
import { render } from './render.ts';
import { makeSecrets } from './secrets.ts';
import { checkVariables } from './variables.ts';

/** What is wrong with the images, the compose file and the manifests in this folder, a sentence each. */
export async function complaintsAbout(folder: string): Promise<string[]> {
  const secrets = makeSecrets();
  const images = readImages(folder);
  const compose = readCompose(folder, secrets);
  const kubernetes = readKubernetes(folder, secrets);
  const deployed = [...compose.deployed, ...kubernetes.deployed];
  return [
    ...new Set([...images.values()].flatMap(({ complaints }) => complaints)),
    ...compose.complaints,
    ...kubernetes.complaints,
    ...twice('compose.yaml', compose.deployed),
    ...twice('kubernetes', kubernetes.deployed),
    ...deployed.filter(({ program }) => !images.has(program)).map(({ place, program }) => `${place} runs ${program}, which has no Dockerfile.`),
    ...checkVariables(deployed, images),
    ...await checkProbes(deployed, images),
  ];
}

/** Everything that the supervisor runs on one machine has two instances or more, and nothing else runs. */
function twice(place: string, deployed: readonly Deployed[]): string[] {
  const wanted: string[] = ['gateway', ...serviceNames];
  const count = (name: string): number => deployed.filter(({ program }) => program === name).reduce((sum, { instances }) => sum + instances, 0);
  return [
    ...wanted.filter((name) => count(name) < 2).map((name) => `${place}: ${name} runs ${count(name)} times, not twice.`),
    ...deployed.filter(({ program, instances }) => instances > 0 && !wanted.includes(program)).map(({ program }) => `${place}: nobody knows the program ${program}.`),
  ];
}

/** Asks a front of the services' own kind for every path that a probe asks for. */
async function checkProbes(deployed: readonly Deployed[], images: ReadonlyMap<string, Image>): Promise<string[]> {
  const paths = new Set([...deployed.flatMap(({ probes }) => probes), ...[...images.values()].flatMap(({ probe }) => probe ?? [])]);
  const nothing = () => Promise.reject(new Error('Nobody asks.'));
  const front = await startFront({ port: 0, host: '127.0.0.1', ready: () => Promise.resolve(null), answer: nothing, metrics: nothing });
  const answers = await Promise.all([...paths].map(async (path) => {
    const { status } = await fetch(front.url + path, { headers: { connection: 'close' } });
    return unless(status === 200, `Probes ask for ${path}, which a process answers with ${status}.`);
  }));
  await front.stop();
  return answers.flat();
}

/** `node tools/infra/main.ts [--write]`: checks infra/; with `--write`, renders the manifests anew before. */
async function main(): Promise<void> {
  const folder = join(root, 'infra');
  if (process.argv.includes('--write')) render(join(folder, 'kubernetes'));
  const complaints = await complaintsAbout(folder);
  for (const complaint of complaints) console.log(complaint);
  process.exitCode = complaints.length > 0 ? 1 : 0;
}

if (import.meta.main) await main();
