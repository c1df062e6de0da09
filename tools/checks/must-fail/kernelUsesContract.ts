// as: libs/shared/src/day.ts
import { lineage } from '@xunlian/events'; // refused: @nx/enforce-module-boundaries "layer:kernel"

/** The kernel knows nothing of the events. */
export const known = lineage;
