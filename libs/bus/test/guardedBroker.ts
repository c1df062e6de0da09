import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker } from '@xunlian/kafka';
import { freePort } from '@xunlian/machine';
import { localKafka, type KafkaSettings } from '../src/index.ts';

/** A broker that asks everybody who they are, and lets them do what they have a right to. */
export interface GuardedBroker {
  /** `host:port` where it speaks TLS. */
  readonly secret: string;
  /** File of the certificate by which it is known there. */
  readonly certificate: string;
  /** Somebody at its open listener. */
  readonly as: (username: string, prefix: string, password?: string) => KafkaSettings;
  readonly stop: () => Promise<void>;
}

/** The password of everybody. */
export const password = 'secret';
const store = 'of the store';
const login = (module: string, words = '') => `org.apache.kafka.common.security.${module} required${words};`;

/** Starts one that knows these users by PLAIN, the first of them by SCRAM too; `admin` may do everything. */
export async function guardedBroker(users: readonly string[]): Promise<GuardedBroker> {
  const folder = mkdtempSync(join(tmpdir(), 'xunlian-guarded-'));
  const [port, secretPort, controller] = [await freePort(), await freePort(), await freePort()];
  const certificate = makeCertificate(folder);
  const plain = login('plain.PlainLoginModule', ` username="admin" password="${password}" ${['admin', ...users].map((user) => `user_${user}="${password}"`).join(' ')}`);
  const broker = await startBroker({
    dataDir: join(folder, 'broker'), port, controller,
    formatting: [`--add-scram=SCRAM-SHA-512=[name=${users[0]},password=${password}]`],
    properties: {
      'listener.security.protocol.map': 'OPEN:SASL_PLAINTEXT,SECRET:SASL_SSL,CONTROLLER:PLAINTEXT',
      listeners: `OPEN://127.0.0.1:${port},SECRET://127.0.0.1:${secretPort},CONTROLLER://127.0.0.1:${controller}`,
      'advertised.listeners': `OPEN://127.0.0.1:${port},SECRET://127.0.0.1:${secretPort}`,
      'inter.broker.listener.name': 'OPEN', 'sasl.mechanism.inter.broker.protocol': 'PLAIN', 'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-512',
      'listener.name.open.plain.sasl.jaas.config': plain, 'listener.name.secret.plain.sasl.jaas.config': plain,
      'listener.name.open.scram-sha-512.sasl.jaas.config': login('scram.ScramLoginModule'),
      'listener.name.secret.scram-sha-512.sasl.jaas.config': login('scram.ScramLoginModule'),
      'ssl.keystore.location': join(folder, 'keys'), 'ssl.keystore.password': store, 'ssl.keystore.type': 'PKCS12',
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer', 'super.users': 'User:admin;User:ANONYMOUS',
    },
  });
  return {
    secret: `127.0.0.1:${secretPort}`, certificate,
    as: (username, prefix, own = password) => ({ ...localKafka(broker.brokers, prefix), sasl: { mechanism: 'plain', username, password: own } }),
    stop: async () => {
      await broker.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

function makeCertificate(folder: string): string {
  const [keys, certificate] = [join(folder, 'keys'), join(folder, 'certificate.pem')];
  const keytool = (...words: string[]) => execFileSync('keytool', [...words, '-alias', 'broker', '-keystore', keys, '-storepass', store], { stdio: 'pipe' });
  keytool('-genkeypair', '-keyalg', 'EC', '-storetype', 'PKCS12', '-dname', 'CN=broker', '-ext', 'SAN=ip:127.0.0.1', '-validity', '2');
  keytool('-exportcert', '-rfc', '-file', certificate);
  return certificate;
}
