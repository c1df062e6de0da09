import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join, matchesGlob } from 'node:path';
import { Copy, DockerfileParser, JSONInstruction, type Dockerfile, type Instruction } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { serviceNames } from '@xunlian/supervisor';
import { root } from '../checks/result.ts';
import { unless } from './deployed.ts';
import { importsOf } from './imports.ts';

/** An image, as far as its Dockerfile tells. */
export interface Image {
  /** What is wrong, a sentence each. */
  complaints: string[];
  /** Variables that it sets. */
  environment: Readonly<Record<string, string>>;
  /** Path that its own health check asks; null without one. */
  probe: string | null;
}

interface Package { dependencies: Record<string, string> }

/** The images that are built from `<folder>/images/*.Dockerfile`, by the programs that run in them. */
export function readImages(folder: string): ReadonlyMap<string, Image> {
  const names = globSync('*.Dockerfile', { cwd: join(folder, 'images') }).sort();
  return new Map(names.flatMap((name) => {
    const kind = basename(name, '.Dockerfile');
    const programs = kind === 'service' ? serviceNames.filter((service) => !names.includes(`${service}.Dockerfile`)) : [kind];
    const image = readImage(name, readFileSync(join(folder, 'images', name), 'utf8'), programs);
    return programs.map((program): [string, Image] => [program, image]);
  }));
}

function readImage(name: string, text: string, programs: readonly string[]): Image {
  const file = DockerfileParser.parse(text);
  const linted = validate(text).map(({ range, message }) => `${name}:${range.start.line + 1} ${typeof message === 'string' ? message : message.value}`);
  const last = lastStage(file);
  const complaints = [...linted, ...baseComplaints(file), ...runComplaints(last), ...packageComplaints(text, programs), ...sourceComplaints(last, programs)];
  const environment = Object.fromEntries(file.getENVs().flatMap((env) => env.getProperties().map((one) => [one.getName(), one.getValue() ?? ''])));
  const probe = /\/livez|\/readyz/.exec(last.find((one) => one.getKeyword() === 'HEALTHCHECK')?.getArgumentsContent() ?? '')?.[0] ?? null;
  return { complaints: complaints.map((sentence) => (sentence.startsWith(name) ? sentence : `${name}: ${sentence}`)), environment, probe };
}

function lastStage(file: Dockerfile): Instruction[] {
  const start = file.getFROMs().at(-1)?.getRange().start.line ?? 0;
  return file.getInstructions().filter((one) => one.getRange().start.line >= start);
}

function baseComplaints(file: Dockerfile): string[] {
  const { dependencies } = packageJson();
  const wanted = `node:${dependencies['node']}-bookworm-slim`;
  const others = [...new Set(file.getFROMs().map((from) => from.getImage() ?? ''))].filter((image) => image !== wanted);
  return others.map((image) => `is based on ${image}, the project runs on ${wanted}.`);
}

function runComplaints(last: readonly Instruction[]): string[] {
  const one = (keyword: string): Instruction | undefined => last.findLast((instruction) => instruction.getKeyword() === keyword);
  const command = one('CMD') ?? one('ENTRYPOINT');
  const isExec = (instruction: Instruction | undefined): boolean =>
    instruction instanceof JSONInstruction && instruction.getOpeningBracket() !== null;
  const health = one('HEALTHCHECK')?.getArgumentsContent() ?? '';
  return [
    ...unless(/^[1-9]\d*:[1-9]\d*$/.test(one('USER')?.getArgumentsContent() ?? ''), 'does not end as a numbered user who is not root.'),
    ...unless(isExec(command), 'has no command in the form of a list: a shell would keep SIGTERM from node.'),
    ...unless(health === 'NONE' || /CMD\s*\[.*\/livez/s.test(health), 'has no health check of /livez (or NONE).'),
  ];
}

/** Compares what is installed and not deleted again with what the programs import. */
function packageComplaints(text: string, programs: readonly string[]): string[] {
  const deleted = new Set([...text.matchAll(/\bdependencies\.(\S+)/g)].map(([, name]) => name ?? ''));
  const kept = new Set(Object.keys(packageJson().dependencies).filter((name) => !deleted.has(name)));
  const used = new Set(programs.flatMap((program) => [...importsOf(program).packages]));
  return [
    ...unless(/npm ci --omit=dev --ignore-scripts/.test(text), 'does not install by npm ci --omit=dev --ignore-scripts.'),
    ...[...deleted].filter((name) => !(name in packageJson().dependencies)).map((name) => `deletes ${name}, which is no dependency.`),
    ...[...used].filter((name) => !kept.has(name)).map((name) => `lacks the package ${name}.`),
    ...[...kept].filter((name) => !used.has(name)).map((name) => `holds the package ${name}, which nothing in it imports.`),
  ];
}

function sourceComplaints(last: readonly Instruction[], programs: readonly string[]): string[] {
  const copied = last.filter((one) => one instanceof Copy && one.getFromFlag() === null)
    .flatMap((one) => (one.getArgumentsContent() ?? '').split(/\s+/).slice(0, -1));
  return programs.flatMap((program) => {
    const paths = copied.map((path) => path.replace('${SERVICE}', program));
    const holds = (file: string): boolean => paths.some((path) => file === path || file.startsWith(`${path}/`));
    return [
      ...paths.filter((path) => !existsSync(join(root, path))).map((path) => `copies ${path}, which is not there.`),
      ...[...importsOf(program).files].filter((file) => !holds(file) || leftOut(file)).map((file) => `lacks ${file}, which ${program} imports.`),
    ];
  });
}

/** What `.dockerignore` keeps out of every build, but for its first and its last lines, which say what is let in. */
const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n').filter((line) => /^[^#!*]|^\*\*/.test(line));
const leftOut = (file: string): boolean => ignored.some((pattern) => matchesGlob(file, pattern) || matchesGlob(file, `${pattern}/**`));

const packageJson = (): Package => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Package;
