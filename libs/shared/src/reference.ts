import { codePattern } from './code.ts';
import { onOneLine } from './lineage.ts';
import type { Owned, RecordCommand, RecordRules } from './record.ts';
import { Refusal } from './refusal.ts';

/**
 * The kinds, by their nouns, that a record may name whoever owns them: a cross inspection and a lent person lead beyond the line of
 * an office. Of all others nobody learns what lies off his line, not even that it is there.
 */
const namedByAll: ReadonlySet<string> = new Set(['division', 'office', 'group', 'organisation', 'person']);

/** Refuses with INVALID a row that names a record that is not there, or none that its viewer may know of. */
export function checkReferences<State extends Owned, Row extends { code: string }, Refs, Peer>(
  rules: RecordRules<State, Row, Refs, Peer>,
  { by, row, refs }: RecordCommand<Row, Refs, Peer>,
): void {
  for (const [field, noun] of Object.entries<string>(rules.references)) {
    const named = (row as Record<string, unknown>)[field];
    const found = [(refs as Record<string, Owned | readonly Owned[] | undefined>)[field] ?? []].flat();
    const known = namedByAll.has(noun) ? found : found.filter(({ lineage }) => onOneLine(by.lineage, lineage));
    const missing = Array.isArray(named) ? firstMissing(named, known) : known.length === 0 && named !== null ? named : undefined;
    if (typeof missing === 'string') throw new Refusal('INVALID', `There is no ${noun} with ${rules.sealed || !codePattern.test(missing) ? 'this code' : `the code ${missing}`}.`, field);
  }
}

function firstMissing(named: readonly unknown[], found: readonly Owned[]): unknown {
  const known = new Set<unknown>(found.map(({ code }) => code));
  return named.find((code) => !known.has(code));
}
