// as: libs/mongod/src/server.ts
import { startSystem } from '@xunlian/supervisor'; // refused: @nx/enforce-module-boundaries "Circular dependency"

/** What a library stands on knows nothing of what stands on it. */
export const reached = startSystem;
