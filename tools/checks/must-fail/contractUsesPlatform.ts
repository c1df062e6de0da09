// as: libs/events/src/clue.ts
import { deciderStore } from '@xunlian/store'; // refused: @nx/enforce-module-boundaries "layer:contract"

/** A contract knows nothing of the platform. */
export const known = deciderStore;
