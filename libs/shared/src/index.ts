export * from './code.ts';
export * from './day.ts';
export * from './lineage.ts';
export * from './rate.ts';
export * from './record.ts';
export * from './refusal.ts';
export * from './viewer.ts';
