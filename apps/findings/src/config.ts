import { databaseVariables, readEnvironment, sealKey, serviceVariables } from '@xunlian/service';

/** What this process is told by its environment. */
export const config = readEnvironment({ ...serviceVariables, ...databaseVariables, SEAL_KEY: sealKey });
