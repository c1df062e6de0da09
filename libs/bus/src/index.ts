export { embeddedBus } from './embedded.ts';
export { openBus, type BusOptions } from './openBus.ts';
export { busVariables, kafkaSettingsOf, localKafka, type BusVariables, type KafkaSettings } from './settings.ts';
export { report } from './report.ts';
export { tellMissed } from './missed.ts';
export { groupCommit } from './groupCommit.ts';
export { presentMoment } from './changeStream.ts';
export { buildBeside, carries, type Building } from './rebuild.ts';
export type { Batch, Bus, Cursor, Cursors, Feed, Projection, Relay } from './port.ts';
