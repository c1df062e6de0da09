import { MeasureKind, measureTopic } from '@xunlian/events';
import { countedBy } from '../figures/counted.ts';
import { day, oneOf } from '../rows/column.ts';
import { table } from '../rows/table.ts';

/** How many measures of one kind. */
export interface MeasureCount {
  readonly kind: string;
  readonly count: number;
}

/** What the figure is counted over. */
export const measureTables = [table('measures', measureTopic, { kind: oneOf(MeasureKind), adoptedOn: day })];

/** Measures adopted in the period, by kind. */
export const measures = countedBy('measures', { column: 'kind', dayColumn: 'adoptedOn' }, (kind, count): MeasureCount => ({ kind, count }));
