import type { Lineage } from '@xunlian/shared';
import DataLoader from 'dataloader';
import type { Ask } from '../rows/reader.ts';
import { literal } from '../rows/reader.ts';
import { lineageOf } from '../rows/table.ts';

/** Lineages of offices by code, for one request; null where there is no such office. */
export type Offices = DataLoader<string, Lineage | null>;

/** Looks up offices among the rows, those asked for together at once. */
export function officesOver(ask: Ask): Offices {
  return new DataLoader(async (codes: readonly string[]) => {
    const rows = await ask(`SELECT code, lineage FROM offices WHERE code IN (${codes.map(literal).join(', ')})`);
    const known = new Map(rows.map(([code, path]) => [code, typeof path === 'string' ? lineageOf(path) : null]));
    return codes.map((code) => known.get(code) ?? null);
  });
}
