import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serviceNames } from '@xunlian/supervisor';

/** Variables of the files that hold an installation's secrets, by file name. One file for each process: it sees no other's. */
export type Secrets = Readonly<Record<string, Readonly<Record<string, string>>>>;

const mongoMembers = 'mongo-1:27017,mongo-2:27017,mongo-3:27017';
const sealed = ['findings', 'rectification'];

/** New secrets for the compose file's MongoDB and Kafka, every one of them random. */
export function makeSecrets(): Secrets {
  const keys = perName(serviceNames, () => hex(32));
  const mongo = perName(['root', 'backup', ...serviceNames], () => hex(24));
  const kafka = perName(['admin', ...serviceNames], () => hex(24));
  const seal = hex(32);
  const signIn = (name: string) => ({ KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: name, KAFKA_SASL_PASSWORD: kafka[name] ?? '' });
  const mongoUri = (name: string) => `mongodb://${name}:${mongo[name]}@${mongoMembers}/?replicaSet=rs0&authSource=admin`;
  const ofService = (name: string) => ({
    SERVICE_KEY: keys[name] ?? '',
    MONGODB_URI: mongoUri(name),
    ...signIn(name),
    ...(sealed.includes(name) ? { SEAL_KEY: seal } : {}),
  });
  return {
    gateway: { SERVICE_KEYS: pairs(keys) },
    ...perName(serviceNames, ofService),
    topics: signIn('admin'),
    backup: { MONGODB_URI: mongoUri('backup'), SEAL_KEY: seal },
    mongo: { MONGO_PASSWORDS: pairs(mongo) },
    kafka: { KAFKA_LISTENER_NAME_CLIENTS_PLAIN_SASL_JAAS_CONFIG: brokerLogin(kafka), CLUSTER_ID: clusterId() },
  };
}

/** Who may sign in at the broker, in the form that Java reads. */
function brokerLogin(passwords: Readonly<Record<string, string>>): string {
  const users = Object.entries(passwords).map(([name, password]) => `user_${name}="${password}"`);
  return ['org.apache.kafka.common.security.plain.PlainLoginModule required username="admin"', `password="${passwords['admin']}"`, ...users].join(' ').concat(';');
}

// A first byte of 1 keeps a hyphen from its beginning, where a command would take it for an option.
const clusterId = (): string => Buffer.concat([Buffer.from([1]), randomBytes(15)]).toString('base64url');
const hex = (bytes: number): string => randomBytes(bytes).toString('hex');
const pairs = (values: Readonly<Record<string, string>>): string => Object.entries(values).map(([name, value]) => `${name}=${value}`).join(',');
const perName = <Value>(names: readonly string[], make: (name: string) => Value): Record<string, Value> => Object.fromEntries(names.map((name) => [name, make(name)]));

/** `node tools/infra/secrets.ts FOLDER`: makes the folder, for its owner alone, with a file of variables for each process. */
function main(folder: string | undefined): void {
  if (folder === undefined || existsSync(folder)) {
    process.stderr.write(folder === undefined ? 'usage: npm exec -- node tools/infra/secrets.ts FOLDER\n' : `${folder} is there already. Other keys would make sealed records unreadable.\n`);
    process.exitCode = 1;
    return;
  }
  // The folder keeps others out: containers with other user ids must be able to read the files that are mounted into them.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, variables] of Object.entries(makeSecrets())) {
    writeFileSync(join(folder, `${name}.env`), Object.entries(variables).map(([variable, value]) => `${variable}=${value}\n`).join(''));
  }
  writeFileSync(join(folder, 'mongo.key'), `${randomBytes(756).toString('base64')}\n`, { mode: 0o644 });
}

if (import.meta.main) main(process.argv[2]);
