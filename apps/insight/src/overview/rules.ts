import type { Lineage, Viewer } from '@xunlian/shared';
import { oversees, Refusal } from '@xunlian/shared';
import type { Question } from '../figures/figure.ts';

/** What is asked: the office by its lineage (null: there is no such office), and the period. */
export type Asking = Omit<Question, 'lineage'> & { readonly lineage: Lineage | null };

/**
 * The question that a viewer may ask. Refuses with INVALID a period that ends before it begins, and with NOT_FOUND an
 * office that the viewer does not oversee: who may not know its figures is told that it does not exist.
 */
export function questionOf(viewer: Viewer, { lineage, scope, from, to }: Asking): Question {
  if (from > to) throw new Refusal('INVALID', `The period ends on ${to}, before it begins on ${from}.`, 'to');
  if (!lineage || !oversees(viewer.lineage, lineage)) throw new Refusal('NOT_FOUND', 'There is no such office.');
  return { lineage, scope, from, to };
}
