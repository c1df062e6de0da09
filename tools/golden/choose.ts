import type { GoldenRecord } from '@xunlian/harness';

/**
 * As few of the records as show everything that the others show of a type of event: each field with a value, without one, as
 * a list of nothing, and the event as a later one about its record. The same records give the same choice.
 */
export function choose(type: string, records: readonly GoldenRecord[]): GoldenRecord[] {
  const shown = new Map(records.map((record) => [record, showsOf(type, record)]));
  const missing = new Set([...shown.values()].flat());
  const chosen: GoldenRecord[] = [];
  const gain = (record: GoldenRecord) => (shown.get(record) ?? []).filter((trait) => missing.has(trait)).length;
  while (missing.size > 0) {
    const best = records.reduce((one, other) => (gain(other) > gain(one) ? other : one));
    for (const trait of shown.get(best) ?? []) missing.delete(trait);
    chosen.push(best);
  }
  return chosen;
}

function showsOf(type: string, { facts }: GoldenRecord): string[] {
  const own = facts.filter((fact) => fact.type === type);
  const traits = own.flatMap(({ version, data, kept }) => [
    version === 1 ? 'first' : 'later',
    ...Object.entries({ ...data, ...kept }).map(([field, value]: [string, unknown]) => `${field} ${value === null ? 'null' : Array.isArray(value) && value.length === 0 ? 'none' : 'some'}`),
  ]);
  return [...new Set(traits)];
}
