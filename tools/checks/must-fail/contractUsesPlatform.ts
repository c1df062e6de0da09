// as: libs/events/src/clue.ts
import { freePort } from '@xunlian/machine'; // refused: @nx/enforce-module-boundaries "layer:contract"

/** A contract knows nothing of the platform. */
export const known = freePort;
