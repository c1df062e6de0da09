/** What of the caller's environment every program inherits: where it runs, where its traces go, where the brokers are. All else is set for it by name. */
const inherited = [
  'PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'LC_ALL', 'NODE_EXTRA_CA_CERTS',
  'OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_TRACES_SAMPLER_ARG',
  'KAFKA_BROKERS', 'KAFKA_PREFIX', 'KAFKA_TLS', 'KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD',
];

/** The caller's environment, as far as programs inherit it. */
export function machineEnvironment(): Record<string, string> {
  const kept = inherited.flatMap((name): [string, string][] => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(kept);
}
