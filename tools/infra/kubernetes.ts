import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { jobs, programOf, strangers, unless, type Deployed, type Findings } from './deployed.ts';
import { Manifest, Policy, schemaCheck, selects, Workload, type Container } from './manifests.ts';
import { staleness } from './render.ts';
import { networkComplaints, type Pod } from './network.ts';
import type { Secrets } from './secrets.ts';

const jsonOf = (document: { toJS: () => unknown }): unknown => document.toJS();

interface Running { manifest: Manifest; workload: Workload; container: Container; program: string }

const Budget = z.object({ selector: z.object({ matchLabels: z.record(z.string(), z.string()) }).optional(), maxUnavailable: z.unknown() });

/** That of a backup is started when somebody wants one: no manifest here has it. */
const backupPod: Pod = { program: 'cli', labels: { 'xunlian/part': 'backup' } };

/** Checks what `<folder>/kubernetes` renders to against Kubernetes' schemas and the rules of this project. */
export function readKubernetes(folder: string, secrets: Secrets): Findings {
  const documents: unknown[] = parseAllDocuments(readFileSync(join(folder, 'kubernetes/rendered.yaml'), 'utf8')).map(jsonOf);
  const read = z.array(Manifest).safeParse(documents);
  const stale = staleness(join(folder, 'kubernetes'));
  if (!read.success) return { complaints: [...stale, z.prettifyError(read.error)], deployed: [] };
  const manifests = read.data;
  const named = ({ kind, metadata }: Manifest) => (sentence: string): string => `kubernetes: ${kind} ${metadata.name} ${sentence}`;
  const check = schemaCheck();
  const schema = manifests.flatMap((manifest) => check(manifest).map(named(manifest)));
  // What is not even of the right shape is not looked at any further.
  if (schema.length > 0) return { complaints: [...stale, ...schema], deployed: [] };
  const running = manifests.flatMap(runningIn);
  const complaints = running.flatMap((one) => [...closed(one), ...stops(one), ...secretComplaints(one, secrets), ...companions(one, manifests)].map(named(one.manifest)));
  const deployed = running.map((one) => deployedAs(one, manifests, secrets));
  const isService = (host: string): boolean => manifests.some(({ kind, metadata }) => kind === 'Service' && metadata.name === host);
  const lost = deployed.flatMap(({ place, environment }) => strangers(environment, isService).map((host) => `${place} asks ${host}, which is not there.`));
  const pods = [...running.map(({ workload, program }): Pod => ({ program, labels: workload.template.metadata.labels })), backupPod];
  const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy').map(({ spec }) => Policy.parse(spec));
  return {
    complaints: [...stale, ...complaints, ...lost, ...networkComplaints(pods, policies).map((sentence) => `kubernetes: ${sentence}`)],
    deployed,
  };
}

function runningIn(manifest: Manifest): Running[] {
  if (!['Deployment', 'StatefulSet', 'Job'].includes(manifest.kind)) return [];
  const workload = Workload.parse(manifest.spec);
  return workload.template.spec.containers.map((container) => ({ manifest, workload, container, program: programOf(container.image) ?? 'nobody' }));
}

function closed({ workload: { template: { spec } }, container: { securityContext, resources } }: Running): string[] {
  return [
    ...unless(spec.securityContext.runAsNonRoot === true, 'may run as root.'),
    ...unless(spec.securityContext.seccompProfile?.type === 'RuntimeDefault', 'may make any system call.'),
    ...unless(!spec.automountServiceAccountToken, 'holds a token for the cluster.'),
    ...unless(securityContext.readOnlyRootFilesystem, 'may write to its own files.'),
    ...unless(!securityContext.allowPrivilegeEscalation, 'may gain privileges.'),
    ...unless(securityContext.capabilities.drop.includes('ALL'), 'keeps capabilities.'),
    ...unless('cpu' in resources.requests && 'memory' in resources.requests && 'memory' in resources.limits, 'does not say what it needs.'),
  ];
}

/** How it ends and how its health is asked; a job has neither. */
function stops({ program, workload: { template: { spec } }, container }: Running): string[] {
  if (jobs.has(program)) return [];
  const { startupProbe, livenessProbe, readinessProbe, lifecycle, ports } = container;
  const sleeps = sleepOf(lifecycle?.preStop.exec?.command ?? []);
  const asked = [startupProbe, livenessProbe, readinessProbe].flatMap((probe) => (probe ? [probe.httpGet.port] : []));
  return [
    ...unless(sleeps >= 3, 'is told to stop while it is still sent to: it does not sleep 3 s before.'),
    ...unless(spec.terminationGracePeriodSeconds >= sleeps + 15, 'is killed before it could be left by all and stop.'),
    ...unless(asked.length === 3, 'lacks a probe.'),
    ...unless(asked.every((port) => ports.some(({ name, containerPort }) => name === port || containerPort === port)), 'is probed at a port that it does not have.'),
    ...unless(livenessProbe?.httpGet.path === '/livez', 'is restarted for more than being dead.'),
    // A gateway is not ready while any service is away, and would be left by all then.
    ...unless(readinessProbe?.httpGet.path === (program === 'gateway' ? '/livez' : '/readyz'), program === 'gateway' ? 'is left when any service is away.' : 'is sent to before it is ready.'),
    ...unless(spec.topologySpreadConstraints.length > 0, 'may have all its pods on one node.'),
  ];
}

/** Seconds that a command sleeps; 0 for any other command. */
const sleepOf = ([command, seconds]: readonly string[]): number => (command === 'sleep' ? Number(seconds) : 0);

function secretComplaints({ container }: Running, secrets: Secrets): string[] {
  return container.env.flatMap(({ name, value, valueFrom }) => {
    const secret = valueFrom?.secretKeyRef;
    if (secret && secrets[secret.name.replace('xunlian-', '')]?.[secret.key] === undefined) return [`wants ${secret.key} of the secret ${secret.name}, which secrets.ts does not make.`];
    return unless(value === undefined || !/KEY|PASSWORD|MONGODB_URI/.test(name), `holds ${name} in the open.`);
  });
}

/** The Service and the budget that select exactly its pods. */
function companions({ program, workload, manifest }: Running, manifests: readonly Manifest[]): string[] {
  if (jobs.has(program)) return [];
  const { labels } = workload.template.metadata;
  const budgets = manifests.filter(({ kind }) => kind === 'PodDisruptionBudget').map(({ spec }) => Budget.parse(spec ?? {}))
    .filter(({ selector }) => selects({ matchLabels: selector?.matchLabels ?? { nobody: '' }, matchExpressions: [] }, labels));
  const Selecting = z.object({ selector: z.record(z.string(), z.string()), ports: z.array(z.object({ port: z.number() })) });
  const services = manifests.filter(({ kind, metadata, spec }) => kind === 'Service' && metadata.name === manifest.metadata.name
    && selects({ matchLabels: Selecting.parse(spec).selector, matchExpressions: [] }, labels));
  return [
    ...unless(budgets.length === 1, `has ${budgets.length} disruption budgets.`),
    // More would take both at once; none would keep a node from ever being emptied.
    ...unless(budgets.every(({ maxUnavailable }) => maxUnavailable === 1), 'has a budget that lets go another number than one.'),
    ...unless(services.length === 1, 'is behind no Service of its name.'),
  ];
}

function deployedAs({ program, workload, container, manifest }: Running, manifests: readonly Manifest[], secrets: Secrets): Deployed {
  const settings = container.envFrom.flatMap(({ configMapRef }) =>
    Object.entries(manifests.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === configMapRef.name)?.data ?? {}));
  const own = container.env.map(({ name, value, valueFrom }): [string, string] => {
    const secret = valueFrom?.secretKeyRef;
    return [name, secret ? secrets[secret.name.replace('xunlian-', '')]?.[secret.key] ?? '' : value ?? `${manifest.metadata.name}-0`];
  });
  return {
    place: `kubernetes: ${manifest.metadata.name}`,
    program,
    instances: jobs.has(program) ? 0 : workload.replicas,
    work: container.args[0],
    environment: Object.fromEntries([...settings, ...own]),
    probes: [container.startupProbe, container.livenessProbe, container.readinessProbe].flatMap((probe) => (probe ? [probe.httpGet.path] : [])),
  };
}
