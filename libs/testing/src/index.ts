export { publish, type PublishedFact } from './facts.ts';
export { registrar } from './registrar.ts';
export { startTestServer } from './server.ts';
export type { TestServer } from './server.ts';
export { testMongo } from './testMongo.ts';
export type { TestMongo } from './testMongo.ts';
