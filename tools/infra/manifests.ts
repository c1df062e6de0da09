import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { z } from 'zod';

const Labels = z.record(z.string(), z.string());
const Reference = z.object({ name: z.string(), key: z.string() });
const Variable = z.object({
  name: z.string(),
  value: z.string().optional(),
  valueFrom: z.object({ secretKeyRef: Reference.optional(), fieldRef: z.object({ fieldPath: z.string() }).optional() }).optional(),
});
const Probe = z.object({ httpGet: z.object({ path: z.string(), port: z.union([z.string(), z.number()]) }) });
const Container = z.looseObject({
  image: z.string(),
  args: z.array(z.string()).default([]),
  env: z.array(Variable).default([]),
  envFrom: z.array(z.object({ configMapRef: z.object({ name: z.string() }) })).default([]),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })).default([]),
  startupProbe: Probe.optional(), livenessProbe: Probe.optional(), readinessProbe: Probe.optional(),
  lifecycle: z.object({ preStop: z.object({ exec: z.object({ command: z.array(z.string()) }).optional() }) }).optional(),
  resources: z.object({ requests: Labels.default({}), limits: Labels.default({}) }).default({ requests: {}, limits: {} }),
  securityContext: z.looseObject({
    allowPrivilegeEscalation: z.boolean().default(true),
    readOnlyRootFilesystem: z.boolean().default(false),
    capabilities: z.object({ drop: z.array(z.string()).default([]) }).default({ drop: [] }),
  }).default({ allowPrivilegeEscalation: true, readOnlyRootFilesystem: false, capabilities: { drop: [] } }),
});
const PodSpec = z.looseObject({
  automountServiceAccountToken: z.boolean().default(true),
  terminationGracePeriodSeconds: z.number().default(30),
  securityContext: z.looseObject({ runAsNonRoot: z.boolean().optional(), seccompProfile: z.object({ type: z.string() }).optional() }).default({}),
  topologySpreadConstraints: z.array(z.unknown()).default([]),
  containers: z.array(Container),
});

/** A selector by labels: all of these. Absent matches nothing where it is optional. */
const Selector = z.object({
  matchLabels: Labels.default({}),
  matchExpressions: z.array(z.object({ key: z.string(), operator: z.literal('In'), values: z.array(z.string()) })).default([]),
});
const Peer = z.object({ podSelector: Selector.optional(), namespaceSelector: Selector.optional(), ipBlock: z.unknown().optional() });

/** A NetworkPolicy. */
export const Policy = z.object({
  podSelector: Selector,
  policyTypes: z.array(z.enum(['Ingress', 'Egress'])),
  ingress: z.array(z.object({ from: z.array(Peer) })).default([]),
  egress: z.array(z.object({ to: z.array(Peer) })).default([]),
});

/** A Deployment, StatefulSet or Job. */
export const Workload = z.object({
  replicas: z.number().default(1),
  template: z.object({ metadata: z.object({ labels: Labels }), spec: PodSpec }),
});

/** One object of a manifest, as the API server takes it. */
export const Manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
  data: Labels.optional(),
  spec: z.looseObject({}).optional(),
});

/** A NetworkPolicy's spec. */
export type Policy = z.infer<typeof Policy>;
/** A workload's spec. */
export type Workload = z.infer<typeof Workload>;
/** One object of a manifest. */
export type Manifest = z.infer<typeof Manifest>;
/** A container of a workload. */
export type Container = z.infer<typeof Container>;
/** A selector by labels. */
export type Selector = z.infer<typeof Selector>;

/** Whether the labels are those that the selector asks for. */
export const selects = ({ matchLabels, matchExpressions }: Selector, labels: Readonly<Record<string, string>>): boolean =>
  Object.entries(matchLabels).every(([name, value]) => labels[name] === value)
  && matchExpressions.every(({ key, values }) => values.includes(labels[key] ?? ''));

const Definitions = z.object({ $defs: z.record(z.string(), z.looseObject({})) });

/** Makes the check of an object against Kubernetes' own schema of its kind. It answers what is wrong with it. */
export function schemaCheck(): (manifest: Manifest) => string[] {
  const { $defs } = Definitions.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'kubernetes.schema.json'), 'utf8')));
  const ajv = new Ajv({ strict: false, allErrors: true, formats: { int32: true, int64: true, byte: true, 'date-time': true } });
  ajv.addSchema({ $id: 'kubernetes', $defs });
  return (manifest) => {
    const name = Object.keys($defs).find((definition) => definition.endsWith(suffixOf(manifest)));
    if (name === undefined) return [`is of a kind that is not known here (${manifest.apiVersion} ${manifest.kind}).`];
    const validate = ajv.getSchema(`kubernetes#/$defs/${name}`);
    if (!validate || validate(manifest) === true) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath || '/'} ${message ?? ''} ${JSON.stringify(params)}`);
  };
}

/** `apps/v1 Deployment` → `.apps.v1.Deployment`; the core group has no name of its own. */
function suffixOf({ apiVersion, kind }: Manifest): string {
  const [group = '', version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  return `.${group.split('.', 1)[0]}.${version}.${kind}`;
}
