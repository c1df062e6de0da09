import type { DataOf, DivisionRecorded } from '@xunlian/events';
import { recordRules, Refusal } from '@xunlian/shared';

/** A division 行政区划; its lineage ends with its own code. */
export type Division = DataOf<typeof DivisionRecorded> & { readonly code: string; readonly name: string };

/** A division as it is stated. */
export type StatedDivision = Pick<Division, 'code' | 'name' | 'level' | 'parentCode'>;

/** What a division refers to. */
export interface DivisionRefs {
  readonly parentCode: Division | undefined;
}

const levels = ['PROVINCE', 'CITY', 'COUNTY', 'TOWNSHIP', 'VILLAGE'];

/** Digits of a code by level. Source: GB/T 2260, and GB/T 10114 for what lies below a county. */
const digits = { PROVINCE: 6, CITY: 6, COUNTY: 6, TOWNSHIP: 9, VILLAGE: 12 } as const;

/** Recording a division, and the division after a fact. */
export const { decide, evolve } = recordRules<Division, StatedDivision, DivisionRefs>({
  fact: 'DivisionRecorded',
  noun: 'division',
  references: { parentCode: 'division' },
  // Lineages everywhere are built on the tree: a move is dated, and no bulk row says when.
  fixed: ['parentCode', 'level'],
  kept: ['name'],
  complete: (row, { parentCode: parent }) => ({ ...row, lineage: [...(parent?.lineage ?? []), row.code] }),
  check(next, { refs: { parentCode: parent }, was }) {
    if (!was && (!/^\d+$/.test(next.code) || next.code.length !== digits[next.level]))
      throw new Refusal('INVALID', `The code of a ${next.level} has ${digits[next.level]} digits.`, 'code');
    if (!parent) return;
    if (levels.indexOf(parent.level) >= levels.indexOf(next.level))
      throw new Refusal('INVALID', `A ${next.level} does not lie in a ${parent.level}.`, 'parentCode');
  },
});
