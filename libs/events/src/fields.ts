import { isDay } from '@xunlian/shared';
import { z } from 'zod';

/** Division codes, province first, the owning office's own code last. */
export const lineage = z.array(z.string()).min(1).describe('Division codes, province first, the owning office last.');

/** Key of a record of another kind, or of a division. */
export const code = z.string().min(1).max(255);

/** A calendar day, `YYYY-MM-DD`. */
export const day = z.string().refine(isDay, 'a day that exists').meta({ format: 'date' });

/** A count of things or people, 0 or more. */
export const count = z.int().min(0);
