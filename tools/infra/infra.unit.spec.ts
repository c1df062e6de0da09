import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../checks/result.ts';
import { complaintsAbout } from './main.ts';
import { readKubernetes } from './kubernetes.ts';
import { makeSecrets } from './secrets.ts';

interface Planted { title: string; file: string; from: string; to: string; said: string }

const rendered = 'kubernetes/rendered.yaml';
const compose = 'compose/compose.yaml';
const balancer = 'compose/balancer.cfg';
const service = 'images/service.Dockerfile';
const errors: Planted[] = [
  { title: 'a manifest changed by hand', file: rendered, from: 'revisionHistoryLimit: 5', to: 'revisionHistoryLimit: 6', said: 'is not what its sources say now' },
  { title: 'a service that runs once', file: rendered, from: 'name: xunlian-pools\n  namespace: xunlian\nspec:\n  replicas: 2', to: 'name: xunlian-pools\n  namespace: xunlian\nspec:\n  replicas: 1', said: 'kubernetes: pools runs 1 times' },
  { title: 'a probe at a path that is not there', file: rendered, from: 'path: /readyz', to: 'path: /health', said: 'Probes ask for /health, which a process answers with 404' },
  { title: 'a secret that nobody makes', file: rendered, from: 'key: SEAL_KEY', to: 'key: SEAL', said: 'wants SEAL of the secret xunlian-findings' },
  { title: 'a gateway that reaches the stores', file: rendered, from: '  egress:\n  - ports:\n    - port: http', to: '  egress:\n  - to:\n    - ipBlock:\n        cidr: 0.0.0.0/0\n  - ports:\n    - port: http', said: 'gateway reaches MongoDB and Kafka' },
  { title: 'traces that reach no collector', file: rendered, from: '    - namespaceSelector:\n        matchLabels:\n          xunlian/watch: "true"\n  ingress', to: '    - namespaceSelector:\n        matchLabels:\n          xunlian/edge: "true"\n  ingress', said: 'findings does not reach a collector of traces' },
  { title: 'a second name for a variable', file: rendered, from: 'name: SERVICE_KEYS', to: 'name: SERVICE_KEY_LIST', said: 'SERVICE_KEYS: is missing' },
  { title: 'files that a process may write to', file: rendered, from: 'readOnlyRootFilesystem: true', to: 'readOnlyRootFilesystem: false', said: 'may write to its own files' },
  { title: 'too little time to stop', file: rendered, from: 'terminationGracePeriodSeconds: 30', to: 'terminationGracePeriodSeconds: 10', said: 'is killed before it could be left by all and stop' },
  { title: 'a service that is sent to before it is ready', file: rendered, from: 'path: /readyz', to: 'path: /livez', said: 'is sent to before it is ready' },
  { title: 'a gateway that is left when any service is away', file: rendered, from: 'path: /livez\n            port: http\n          periodSeconds: 3', to: 'path: /readyz\n            port: http\n          periodSeconds: 3', said: 'xunlian-gateway is left when any service is away' },
  { title: 'a process that is told to stop while it is sent to', file: rendered, from: '- sleep\n              - "5"', to: '- sleep\n              - "1"', said: 'is told to stop while it is still sent to' },
  { title: 'a process whose last sleep is cut short', file: rendered, from: '- sleep\n              - "5"', to: '- sleep\n              - "20"', said: 'xunlian-gateway is killed before it could be left' },
  { title: 'a budget that lets go both', file: rendered, from: 'maxUnavailable: 1\n  selector:\n    matchLabels:\n      app.kubernetes.io/name: gateway', to: 'maxUnavailable: 2\n  selector:\n    matchLabels:\n      app.kubernetes.io/name: gateway', said: 'xunlian-gateway has a budget that lets go another number' },
  { title: 'a backup that does not reach MongoDB', file: rendered, from: '      xunlian/part: backup', to: '      xunlian/part: backups', said: 'cli does not reach MongoDB and Kafka' },
  { title: 'services that the gateway does not reach', file: rendered, from: '          xunlian/part: gateway\n    ports', to: '          xunlian/part: door\n    ports', said: 'gateway does not reach pools' },
  { title: 'a budget that protects nobody', file: rendered, from: '  selector:\n    matchLabels:\n      app.kubernetes.io/name: findings\n      xunlian/part: service\n  unhealthy', to: '  unhealthy', said: 'has 0 disruption budgets' },
  { title: 'a key in the compose file that the specification does not know', file: compose, from: 'pids_limit:', to: 'pid_limit:', said: 'must NOT have additional properties' },
  { title: 'a service that compose starts once', file: compose, from: '  rounds-2:\n    <<: *rounds\n    environment: *second\n', to: '', said: 'compose.yaml: rounds runs 1 times' },
  { title: 'a gateway on the network of the stores', file: compose, from: 'networks: [front, inside]', to: 'networks: [front, inside, data]', said: 'gateway-1 reaches mongo-1' },
  { title: 'a variable that no config reads', file: compose, from: 'SERVICE_URLS: >-', to: 'SERVICE_TIMEOUT: "3"\n      SERVICE_URLS: >-', said: 'is given SERVICE_TIMEOUT, which its config does not read' },
  { title: 'a backup of nothing', file: compose, from: 'env_file: [secrets/backup.env]', to: 'env_file: [secrets/topics.env]', said: 'compose.yaml: backup: Error: There is no database' },
  { title: 'an address that is left out', file: compose, from: 'pools=http://pools-1:4000|http://pools-2:4000,', to: '', said: 'must hold name=url for pools' },
  { title: 'an address of nobody', file: compose, from: 'http://rounds-2:4000', to: 'http://rounds-3:4000', said: 'asks rounds-3, which is not there' },
  { title: 'an address that no Service has', file: rendered, from: 'http://xunlian-rounds:4000|', to: 'http://rounds:4000|', said: 'asks rounds, which is not there' },
  { title: 'a service that is killed early', file: compose, from: 'stop_grace_period: 15s\n  logging: &logging', to: 'stop_grace_period: 5s\n  logging: &logging', said: 'is killed before the 10 s' },
  { title: 'a service built as another', file: compose, from: 'SERVICE: pools', to: 'SERVICE: rounds', said: 'pools-1 is built as something else' },
  { title: 'a second open port', file: compose, from: 'env_file: [secrets/findings.env]', to: 'ports: ["127.0.0.1:4001:4000"]\n    env_file: [secrets/findings.env]', said: 'findings-1 is open to the outside' },
  { title: 'a replica set without a majority', file: compose, from: '  mongo-3:\n    <<: *mongo\n    volumes: [mongo-3:/data/db]\n', to: '', said: 'MongoDB has 2 members, not three' },
  { title: 'a member of MongoDB that is not there', file: compose, from: '  mongo-2:\n    <<: *mongo', to: '  mongo-two:\n    <<: *mongo', said: 'findings-2 asks mongo-2, which is not there' },
  { title: 'a broker that is not there', file: compose, from: 'KAFKA_BROKERS: kafka:9092\n    # By', to: 'KAFKA_BROKERS: kafka:9092,broker:9092\n    # By', said: 'findings-1 asks broker, which is not there' },
  { title: 'somebody waited for who never comes', file: compose, from: 'kafka: { condition: service_healthy }', to: 'broker: { condition: service_healthy }', said: 'topics waits for broker, which is not there' },
  { title: 'a gateway that the balancer does not know', file: balancer, from: '    server gateway-2 gateway-2:4000', to: '', said: 'balancer.cfg: does not know gateway-2' },
  { title: 'a gateway that only the balancer knows', file: balancer, from: '    server gateway-1', to: '    server gateway-3 gateway-3:4000\n    server gateway-1', said: 'sends to gateway-3, which is no gateway' },
  { title: 'gateways that nobody checks', file: balancer, from: 'default-server check inter', to: 'default-server inter', said: 'sends to gateway-1 without asking whether it lives' },
  { title: 'a gateway that is left when any service is away', file: balancer, from: 'httpchk GET /livez', to: 'httpchk GET /readyz', said: 'does not ask gateways for /livez' },
  { title: 'connections to gateways that are kept', file: balancer, from: '    option http-server-close\n', to: '', said: 'keeps connections to gateways' },
  { title: 'an image that runs as root', file: service, from: 'USER 10001:10001', to: 'USER root', said: 'does not end as a numbered user' },
  { title: 'a shell between the engine and node', file: service, from: 'CMD ["node", "src/main.ts"]', to: 'CMD node src/main.ts', said: 'a shell would keep SIGTERM from node' },
  { title: 'a base image of another version', file: service, from: 'FROM node:24.21.0-bookworm-slim\n', to: 'FROM node:24-bookworm-slim\n', said: 'is based on node:24-bookworm-slim' },
  { title: 'a package that is missing from an image', file: service, from: 'dependencies.commander', to: 'dependencies.mongoose', said: 'lacks the package mongoose' },
  { title: 'a package that is in an image for nothing', file: service, from: 'dependencies.csv-parse', to: '', said: 'holds the package csv-parse' },
  { title: 'libraries that are not copied', file: service, from: 'COPY libs libs', to: 'COPY libs/store libs/store', said: 'lacks libs/service/src/records.ts' },
  { title: 'an instruction that there is not', file: service, from: 'EXPOSE', to: 'EXPOSES', said: 'EXPOSES' },
];

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'xunlian-infra-'));
  for (const part of ['compose', 'images', 'kubernetes']) cpSync(join(root, 'infra', part), join(folder, part), { recursive: true });
});

afterEach(() => { rmSync(folder, { recursive: true }); });

function plant({ file, from, to }: Planted): void {
  const text = readFileSync(join(folder, file), 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
  writeFileSync(join(folder, file), text.replace(from, to));
}

test('everything that is planted is found', async () => {
  for (const error of errors) plant(error);
  const complaints = await complaintsAbout(folder);
  const unfound = errors.filter(({ said }) => !complaints.some((complaint) => complaint.includes(said)));
  expect(unfound.map(({ title, said }) => `${title}: ${said}`)).toEqual([]);
}, 60_000);

test.each([
  { title: 'a field that there is not', from: 'runAsNonRoot: true', to: 'runAsNonRot: true', said: 'runAsNonRot' },
  { title: 'a number that is a text', from: 'replicas: 2', to: 'replicas: two', said: '/spec/replicas must be integer' },
  { title: 'a field that is left out', from: '    port: 4000\n', to: '', said: "must have required property 'port'" },
  { title: 'a kind that is not known', from: 'kind: PodDisruptionBudget', to: 'kind: PodDisruptionBudgets', said: 'is of a kind that is not known here' },
])("Kubernetes' own schema refuses $title", (error) => {
  plant({ ...error, file: rendered });
  expect(readKubernetes(folder, makeSecrets()).complaints.join('\n')).toContain(error.said);
});

test('secrets are made anew each time, and none is another service\'s', () => {
  const [one, other] = [makeSecrets(), makeSecrets()];
  expect(one['findings']?.['SERVICE_KEY']).not.toBe(other['findings']?.['SERVICE_KEY']);
  expect(one['pools']?.['MONGODB_URI']).not.toContain(one['rounds']?.['MONGODB_URI']?.slice(20, 60) ?? '');
  expect(one['pools']).not.toHaveProperty('SEAL_KEY');
  expect(one['findings']?.['SEAL_KEY']).toBe(one['rectification']?.['SEAL_KEY']);
});
