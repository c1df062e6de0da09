import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { root } from '../checks/result.ts';
import { balancerComplaints } from './balancer.ts';
import { jobs, programOf, strangers, unless, type Deployed, type Findings } from './deployed.ts';
import type { Secrets } from './secrets.ts';

const Service = z.looseObject({
  image: z.string(),
  user: z.string().optional(),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  stop_grace_period: z.string().default('10s'),
  restart: z.string().default('no'),
  profiles: z.array(z.string()).default([]),
  command: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  networks: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.unknown()).default({}),
  env_file: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  deploy: z.object({ replicas: z.number().default(1) }).default({ replicas: 1 }),
  build: z.object({ dockerfile: z.string(), args: z.object({ SERVICE: z.string() }).optional() }).optional(),
});
const Compose = z.object({ services: z.record(z.string(), Service) });
type Service = z.infer<typeof Service>;

const Linted = z.array(z.object({ messages: z.array(z.object({ line: z.number(), message: z.string() })) }));

/** Checks `<folder>/compose/compose.yaml` against the Compose Specification and the rules of this project, and the balancer with it. */
export function readCompose(folder: string, secrets: Secrets): Findings {
  const path = join(folder, 'compose/compose.yaml');
  const linted = lint(path);
  const read = Compose.safeParse(parse(readFileSync(path, 'utf8'), { merge: true }));
  if (!read.success) return { complaints: [...linted, `compose.yaml: ${z.prettifyError(read.error)}`], deployed: [] };
  const services = Object.entries(read.data.services);
  const complaints = [
    ...services.flatMap(([name, service]) => closed(service).map((sentence) => `${name} ${sentence}`)),
    ...services.flatMap(([name, service]) => knownSecrets(service, secrets).map((sentence) => `${name} ${sentence}`)),
    ...services.flatMap(([name, service]) => (programOf(service.image) === null ? [] : own(service).map((sentence) => `${name} ${sentence}`))),
    ...apart(read.data.services),
    ...together(read.data.services, secrets),
  ];
  const deployed = services.flatMap(([name, service]) => runs(name, service, secrets));
  const gateways = services.filter(([, { image }]) => programOf(image) === 'gateway').map(([name]) => name);
  const balancer = balancerComplaints(readFileSync(join(folder, 'compose/balancer.cfg'), 'utf8'), gateways);
  return { complaints: [...linted, ...complaints.map((sentence) => `compose.yaml: ${sentence}`), ...balancer.map((sentence) => `balancer.cfg: ${sentence}`)], deployed };
}

/** What the Compose Specification and dclint's rules refuse. Its types do not load, so it is asked as a command. */
function lint(path: string): string[] {
  const [command, config] = [join(root, 'node_modules/dclint/bin/dclint.cjs'), join(import.meta.dirname, 'dclint.json')];
  const { stdout, stderr } = spawnSync(process.execPath, [command, '--formatter', 'json', '--config', config, path], { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  if (!stdout.startsWith('[')) return [`compose.yaml could not be looked at: ${stdout}${stderr}`];
  return Linted.parse(JSON.parse(stdout)).flatMap(({ messages }) => messages.map(({ line, message }) => `compose.yaml:${line} ${message}`));
}

function closed(service: Service): string[] {
  return [
    ...unless(service.cap_drop.includes('ALL'), 'keeps capabilities.'),
    ...unless(service.security_opt.includes('no-new-privileges:true'), 'may gain privileges.'),
    // Kafka's image writes its settings into itself when it starts.
    ...unless(service.read_only || service.image.startsWith('apache/kafka:'), 'may write to its own files.'),
    // Of what runs only when somebody asks for it, that somebody sees the end.
    ...unless(service.restart !== 'no' || service.profiles.length > 0, 'stays away when it dies.'),
  ];
}

function own(service: Service): string[] {
  const program = programOf(service.image) ?? '';
  const kind = /([a-z]+)\.Dockerfile$/.exec(service.build?.dockerfile ?? '')?.[1];
  return [
    ...unless(Number.parseInt(service.stop_grace_period, 10) > 10, 'is killed before the 10 s that a process may take to stop.'),
    ...unless(kind === program || (kind === 'service' && service.build?.args?.SERVICE === program), `is built as something else than ${program}.`),
    ...unless(service.user === undefined, 'runs as somebody else than its image says.'),
  ];
}

function knownSecrets(service: Service, secrets: Secrets): string[] {
  return service.env_file.filter((file) => secretOf(file, secrets) === undefined).map((file) => `wants ${file}, which secrets.ts does not make.`);
}

const secretOf = (file: string, secrets: Secrets) => secrets[/^secrets\/([a-z]+)\.env$/.exec(file)?.[1] ?? ''];

/** Who must not be able to reach whom. */
function apart(services: Readonly<Record<string, Service>>): string[] {
  const meet = (one: string, other: string): boolean => services[one]?.networks.some((network) => services[other]?.networks.includes(network)) ?? true;
  const pairs = [['gateway-1', 'mongo-1'], ['gateway-1', 'kafka'], ['balancer', 'findings-1'], ['balancer', 'insight-1'], ['balancer', 'kafka']] as const;
  const open = Object.entries(services).filter(([name, { ports }]) => ports.length > 0 && name !== 'balancer');
  return [
    ...pairs.filter(([one, other]) => meet(one, other)).map(([one, other]) => `${one} reaches ${other}.`),
    ...open.map(([name]) => `${name} is open to the outside.`),
  ];
}

/** Whom a service asks or waits for is there, and a majority of MongoDB is left when one of it is not. */
function together(services: Readonly<Record<string, Service>>, secrets: Secrets): string[] {
  const isThere = (name: string): boolean => name in services;
  const members = Object.values(services).filter(({ image, volumes }) => image.startsWith('mongo:') && volumes.some((volume) => volume.endsWith(':/data/db')));
  return [
    ...Object.entries(services).flatMap(([name, service]) => {
      const environment = environmentOf(service, secrets);
      const asked = new Set([...strangers(environment, isThere), ...storesIn(environment).filter((host) => !isThere(host))]);
      const awaited = Object.keys(service.depends_on).filter((other) => !isThere(other));
      return [...[...asked].map((host) => `${name} asks ${host}, which is not there.`), ...awaited.map((other) => `${name} waits for ${other}, which is not there.`)];
    }),
    ...unless(members.length >= 3, `MongoDB has ${members.length} members, not three.`),
  ];
}

/** Hosts of MongoDB and Kafka. */
function storesIn({ MONGODB_URI = '', KAFKA_BROKERS = '' }: Readonly<Record<string, string>>): string[] {
  const hosts = /^mongodb:\/\/(?:[^@]*@)?([^/]+)/.exec(MONGODB_URI)?.[1] ?? '';
  return `${hosts},${KAFKA_BROKERS}`.split(',').map((address) => address.trim().replace(/:\d+$/, '')).filter((host) => host !== '');
}

function environmentOf(service: Service, secrets: Secrets): Record<string, string> {
  return { ...Object.fromEntries(service.env_file.flatMap((file) => Object.entries(secretOf(file, secrets) ?? {}))), ...service.environment };
}

function runs(name: string, service: Service, secrets: Secrets): Deployed[] {
  const program = programOf(service.image);
  if (program === null) return [];
  const instances = jobs.has(program) ? 0 : service.deploy.replicas;
  return [{ place: `compose.yaml: ${name}`, program, instances, work: service.command[0], environment: environmentOf(service, secrets), probes: [] }];
}
