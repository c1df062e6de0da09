export { commandLineOf } from './commandLine.ts';
export { endWithUs } from './endWithUs.ts';
export { freePort, isFree } from './ports.ts';
