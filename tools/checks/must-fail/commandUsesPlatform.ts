// as: apps/cli/src/main.ts
import { startService } from '@xunlian/service'; // refused: @nx/enforce-module-boundaries "scope:cli"

/** The command speaks through the graph alone. */
export const reached = startService;
