import { occurrence, type Done } from '@xunlian/bus/occurrences';

/** Work of a service's own that is worth a figure and a span. */
export const workDone = occurrence<Done & {
  /** What it is, one of a few names that stand in the code. */
  readonly work: string;
  /** How many things were done at once. */
  readonly parts: number;
}>('service.workDone');
