import { InspectionMode, inspectionTopic } from '@xunlian/events';
import type { Figure, Line } from '../figures/figure.ts';
import { byKey } from '../figures/figure.ts';
import { day, flag, oneOf, text } from '../rows/column.ts';
import { table } from '../rows/table.ts';

/** How many inspections of one mode. */
export interface ModeCount {
  readonly mode: string;
  readonly count: number;
}

/** Inspections entered in the period. */
export interface InspectionFigures {
  readonly total: number;
  readonly organizations: number;
  readonly elevated: number;
  readonly cross: number;
  readonly extended: number;
  readonly byMode: readonly ModeCount[];
}

/** What the figure is counted over. */
export const inspectionTables = [
  table('inspections', inspectionTopic, {
    organizationCode: text, mode: oneOf(InspectionMode), elevated: flag, cross: flag, extendedFromCode: text, enteredOn: day, fedBackOn: day,
  }),
];

/** Inspections entered in the period; those that go on from another one are extended. */
export const inspections: Figure<InspectionFigures> = {
  name: 'inspections',
  cost: 3,
  tallies: ({ owned, during }) => {
    const over = `inspections WHERE ${owned()} AND ${during('enteredOn')}`;
    const flags = ['count(*) FILTER (elevated)', 'count(*) FILTER ("cross")', 'count(extendedFromCode)'];
    return [{ counts: ['count(*)', 'count(DISTINCT organizationCode)', ...flags], over }, { by: ['mode'], counts: ['count(*)'], over }];
  },
  answer: (lines) => {
    const [total = 0, organizations = 0, elevated = 0, cross = 0, extended = 0] = lines.find(isTotal)?.counts ?? [];
    const modes = lines.filter((line) => !isTotal(line));
    return { total, organizations, elevated, cross, extended, byMode: byKey(modes, (mode, [count = 0]) => ({ mode, count })) };
  },
};

function isTotal({ key }: Line): boolean {
  return key === '';
}
