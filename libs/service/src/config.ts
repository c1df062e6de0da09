import { busVariables } from '@xunlian/bus/settings';
import { z } from 'zod';

/** A key of 16 to 64 bytes in hex, as `SERVICE_KEY`. */
export const hexKey = z.string().regex(/^(?:[0-9a-f]{2}){16,64}$/i, 'must be 16 to 64 bytes in hex');

/** A key of exactly 32 bytes in hex, as `SEAL_KEY`. */
export const sealKey = z.string().regex(/^[0-9a-f]{64}$/i, 'must be 32 bytes in hex');

const port = z.coerce.number('must be a port').int('must be a port').min(0, 'must be a port').max(65_535, 'must be a port');
const share = z.coerce.number('must be a share from 0 to 1').min(0, 'must be a share from 0 to 1').max(1, 'must be a share from 0 to 1');

/** Variables of every process that listens. */
export const frontVariables = {
  PORT: port,
  /** Address to listen at; the machine itself unless something else is meant. */
  HOST: z.string().min(1).default('127.0.0.1'),
  /** Port for GET /metrics alone; without it /metrics is on PORT, and only where HOST is the machine itself. */
  METRICS_PORT: port.optional(),
  /** Base address of an OTLP/HTTP collector; without it nothing is traced. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/, error: 'must be the address of an OTLP/HTTP collector' }).optional(),
  /** Share of requests that the gateway begins a trace for; all of them unless given. */
  OTEL_TRACES_SAMPLER_ARG: share.optional(),
};

/** Variables of every service; those with a database add `databaseVariables`. */
export const serviceVariables = { ...frontVariables, SERVICE_KEY: hexKey };

/** Variables of a service with a MongoDB database, whose name is prefix + name of the service, and of how it hears the others. */
export const databaseVariables = {
  ...busVariables,
  MONGODB_URI: z.string().regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb://'),
  DB_PREFIX: z.string().regex(/^[\w-]{1,40}$/, 'must be 1 to 40 letters, digits, _ or -').default('xunlian_'),
};

/** Environment as a process sees it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads variables from an environment. Throws one error that names every bad variable, one a line; it never holds a
 * value, because some are keys.
 */
export function checkEnvironment<Shape extends z.ZodRawShape>(shape: Shape, environment: Environment) {
  const given = Object.fromEntries(Object.keys(shape).map((name) => [name, environment[name] || undefined]));
  const read = z.object(shape).safeParse(given);
  if (read.success) return read.data;
  const complaints = read.error.issues.map(({ path, message }) => {
    const name = String(path[0]);
    return `${name}: ${given[name] === undefined ? 'is missing' : message}`;
  });
  throw new Error(['The environment is not as it must be:', ...new Set(complaints)].join('\n  '));
}

/** Reads variables from the environment of this process, or ends it with one line for every bad one. */
export function readEnvironment<Shape extends z.ZodRawShape>(shape: Shape) {
  try {
    return checkEnvironment(shape, process.env);
  } catch (failure) {
    process.stderr.write(`${failure instanceof Error ? failure.message : String(failure)}\n`);
    process.exit(1);
  }
}
