import { StartFailed } from '@xunlian/supervisor';
import { z } from 'zod';

const Environment = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).default(4000),
  DATA_DIR: z.string().min(1).default('.data'),
  DEMO: z.string().default('on'),
  MONGODB_URI: z.string().min(1).optional(),
  DB_PREFIX: z.string().min(1).optional(),
});

/** What the environment says about a start. */
export interface StartConfig {
  /** The gateway's port. */
  port: number;
  /** Kept between starts; relative to where the command was typed. */
  dataDir: string;
  /** Whether an empty database gets the samples. */
  demo: boolean;
  /** Somebody else's MongoDB. */
  mongoUri: string | undefined;
  dbPrefix: string | undefined;
}

/**
 * Reads the environment.
 * @throws {StartFailed} one line that names every bad variable
 */
export function readConfig(environment: NodeJS.ProcessEnv): StartConfig {
  const read = Environment.safeParse(environment);
  if (!read.success) {
    const bad = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new StartFailed(`The environment cannot be used. ${bad.join('; ')}`);
  }
  const { PORT, DATA_DIR, DEMO, MONGODB_URI, DB_PREFIX } = read.data;
  return { port: PORT, dataDir: DATA_DIR, demo: DEMO.toLowerCase() !== 'off', mongoUri: MONGODB_URI, dbPrefix: DB_PREFIX };
}
