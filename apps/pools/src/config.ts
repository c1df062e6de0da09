import { databaseVariables, readEnvironment, serviceVariables } from '@xunlian/service';

/** What this process is told by its environment. */
export const config = readEnvironment({ ...serviceVariables, ...databaseVariables });
