import type { Lineage, Viewer } from '@xunlian/shared';

/** An office of the country in which scopes are tried, with the lineage of what it owns. */
export interface Place {
  readonly code: string;
  readonly level: 'PROVINCE' | 'CITY' | 'COUNTY';
  readonly lineage: Lineage;
}

const levels = ['PROVINCE', 'CITY', 'COUNTY'] as const;
const place = (...lineage: readonly string[]): Place =>
  ({ lineage, code: lineage.at(-1) ?? '', level: levels[lineage.length - 1] ?? 'COUNTY' });

/** Two provinces; upper offices first. Codes share beginnings across lineages, so that a prefix decides nothing. */
export const places: readonly Place[] = [
  place('430000'),
  place('430000', '431300'), place('430000', '431300', '431302'), place('430000', '431300', '431381'),
  place('430000', '430100'), place('431000'), place('431000', '431100'),
];

/** Some of them, one of each level and two that nobody oversees together: what each place is asked about takes time. */
export const few: readonly Place[] = places.filter(({ code }) => ['430000', '431300', '431302', '431100'].includes(code));

/** Who acts for one office and all below it. */
export const viewerOf = ({ code, lineage }: Place): Viewer => ({ name: `registrar of ${code}`, role: 'REGISTRAR', lineage });

/** Another office, to which records of this one may refer: a sibling, one above, or one of the other province. */
export function neighbour({ code }: Place): Place {
  return at(1 + places.findIndex((other) => other.code === code));
}

/** The office directly above; null for a province. */
export function above({ lineage }: Place): Place | null {
  return places.find(({ code }) => code === lineage.at(-2)) ?? null;
}

/** The first office directly below; null for a county. */
export function below(upper: Place): Place | null {
  return places.find((lower) => above(lower)?.code === upper.code) ?? null;
}

function at(index: number): Place {
  const found = places[index % places.length];
  if (!found) throw new Error('There is no such place.');
  return found;
}
