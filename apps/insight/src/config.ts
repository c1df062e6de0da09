import { databaseVariables, readEnvironment, serviceVariables } from '@xunlian/service';
import { z } from 'zod';

/** What this process is told by its environment; in MongoDB it follows the journals of others, and agrees with its other instances on rebuilds. */
export const config = readEnvironment({ ...serviceVariables, ...databaseVariables, DUCKDB_FILE: z.string().min(1) });
