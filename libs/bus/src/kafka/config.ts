import { z } from 'zod';
import { busVariables, kafkaSettingsOf, type KafkaSettings } from '../settings.ts';

/** Where the brokers are, by the environment of this process. Throws one line that says what is wrong with it. */
export function readSettings(): KafkaSettings {
  const given = Object.fromEntries(Object.keys(busVariables).map((name) => [name, process.env[name] || undefined]));
  const read = z.object(busVariables).safeParse(given);
  if (!read.success) throw new Error(read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '));
  const settings = kafkaSettingsOf(read.data);
  if (!settings) throw new Error('KAFKA_BROKERS is missing: it names some brokers, as host:port.');
  return settings;
}
