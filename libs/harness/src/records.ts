// A front door of its own: who only fills a service with records need not load what tests it.
export { kindNames, type Spot } from './scope/fill.ts';
export { commandAbout } from './scope/commands.ts';
export { readGraph, type OwnKind, type ServiceGraph } from './scope/graph.ts';
export { recordAll, recordRows, rowAt, type Recorded } from './scope/records.ts';
