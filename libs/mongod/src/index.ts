export { findMongod, MongodMissing, releaseOf } from './find.ts';
export type { MongodBinary, Search } from './find.ts';
export { lastComplaint } from './complaint.ts';
export { spawnMongod, startMongod } from './server.ts';
export type { MongodSettings, RunningMongod } from './server.ts';
export { awaitPrimary, checkReplicaSet, mongodUri } from './replicaSet.ts';
export { stopMongodLeftBehind } from './leftBehind.ts';
