import { databaseVariables, readEnvironment, serviceVariables } from '@xunlian/service';
import { z } from 'zod';

/** What this process is told by its environment; of MongoDB it only follows the journals of others. */
export const config = readEnvironment({ ...serviceVariables, ...databaseVariables, DUCKDB_FILE: z.string().min(1) });
