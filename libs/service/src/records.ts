export type { Positioned, RecordType } from './recordResolvers.ts';
export { recordResolvers } from './recordResolvers.ts';
export { readinessOf, type Part } from './readiness.ts';
export type { RecordContext, RecordService } from './startRecordService.ts';
export { feedStatus, heardPosition, startRecordService } from './startRecordService.ts';
