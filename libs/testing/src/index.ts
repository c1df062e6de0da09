export { startSystem } from './system.ts';
export type { System } from '@xunlian/supervisor';
export { testMongo } from './testMongo.ts';
export type { TestMongo } from './testMongo.ts';
export { startTestServer } from './server.ts';
export type { TestServer } from './server.ts';
export { publish, type PublishedFact } from './facts.ts';
export { askingOf, registrar, serviceUnderTest, type Answer, type ServiceUnderTest } from './service.ts';
export { envelopesOf, goldenFolder, readGolden, sealedMark, topicOf, type Golden, type GoldenFile, type GoldenRecord } from './golden/files.ts';
