// as: libs/shared/src/lineage.ts
import { topics } from '@xunlian/events'; // refused: @nx/enforce-module-boundaries "Circular dependency"
import { freePort } from '@xunlian/machine'; // refused: @nx/enforce-module-boundaries "layer:kernel"

/** The kernel knows nothing of any contract, nor of the platform. */
export const known = [topics, freePort];
