import type { DataOf, MeasureRecorded } from '@xunlian/events';
import { inOrder, recordRules } from '@xunlian/shared';
import type { HeardFinding, HeardRecord } from '../heard.ts';

/** A measure 措施 or a regulation 制度 that was adopted, for one finding or in general. */
export type Measure = DataOf<typeof MeasureRecorded> & { readonly code: string; readonly officeCode: string; readonly title: string };

/** A measure as it is stated. */
export type StatedMeasure = Omit<Measure, 'lineage'>;

/** What a measure refers to. */
export interface MeasureRefs {
  readonly officeCode: HeardRecord;
  readonly findingCode: HeardFinding | undefined;
}

/** Recording a measure, and the measure after a fact. */
export const { decide, evolve } = recordRules<Measure, StatedMeasure, MeasureRefs>({
  fact: 'MeasureRecorded',
  noun: 'measure',
  references: { officeCode: 'office', findingCode: 'finding' },
  fixed: [],
  kept: ['officeCode', 'title'],
  complete: (row, { officeCode: { lineage } }) => ({ ...row, lineage }),
  checkHeard: ({ adoptedOn }, { refs: { findingCode: finding } }) => inOrder({ foundOn: finding?.foundOn, adoptedOn }, 'foundOn', 'adoptedOn'),
});
