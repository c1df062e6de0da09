export { keepKeys } from './keys.ts';
export { keepRunning } from './keepRunning.ts';
export type { Program, Supervised } from './keepRunning.ts';
export { prepareDataDir } from './layout.ts';
export { launchSystem, startSystem } from './system.ts';
export type { System, SystemOptions } from './system.ts';
export { StartFailed } from './startFailed.ts';
export { projectRoot, serviceNames } from './services.ts';
export type { ProgramName, ServiceName } from './services.ts';
