export * from './cell.ts';
export * from './column.ts';
export * from './format.ts';
export * from './recordFile.ts';
export * from './row.ts';
export * from './selection.ts';
