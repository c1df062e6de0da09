export { envelopesOf, goldenFolder, readGolden, sealedMark, topicOf, type Golden, type GoldenFile, type GoldenRecord } from './golden/files.ts';
export { twoProcesses, type Processes } from './processes.ts';
export { askingOf, serviceUnderTest, type Answer, type ServiceUnderTest } from './service.ts';
export { startSystem } from './system.ts';
export type { System } from '@xunlian/supervisor';
