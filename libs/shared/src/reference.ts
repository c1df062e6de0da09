import { codePattern } from './code.ts';
import { onOneLine, oversees } from './lineage.ts';
import type { Owned, RecordCommand, RecordRules } from './record.ts';
import { Refusal } from './refusal.ts';

/**
 * The kinds, by their nouns, that a record may name whoever owns them: a cross inspection and a lent person lead beyond the line of
 * an office. Of all others nobody learns what lies off his line, not even that it is there.
 */
const namedByAll: ReadonlySet<string> = new Set(['division', 'office', 'group', 'organisation', 'person']);

/** The kinds that nobody below their office may know of. */
const namedFromAbove: ReadonlySet<string> = new Set(['clue']);

/**
 * Refuses with INVALID a row that names a record that is not there, or none that its viewer may know of. What a record of his names
 * already stays: an office above it may have stated it.
 */
export function checkReferences<State extends Owned, Row extends { code: string }, Refs, Peer>(
  rules: RecordRules<State, Row, Refs, Peer>,
  was: State | null,
  { by, row, refs }: RecordCommand<Row, Refs, Peer>,
): void {
  const stated = was && oversees(by.lineage, was.lineage) ? was : null;
  for (const [field, noun] of Object.entries<string>(rules.references)) {
    const named = (row as Record<string, unknown>)[field];
    const found = [(refs as Record<string, Owned | readonly Owned[] | undefined>)[field] ?? []].flat();
    const mayKnow = namedFromAbove.has(noun) ? oversees : onOneLine;
    const before = new Set<unknown>([Reflect.get(stated ?? {}, field)].flat());
    const known = namedByAll.has(noun) ? found : found.filter(({ code, lineage }) => mayKnow(by.lineage, lineage) || before.has(code));
    const missing = Array.isArray(named) ? firstMissing(named, known) : known.length === 0 && named !== null ? named : undefined;
    if (typeof missing === 'string') throw new Refusal('INVALID', `There is no ${noun} with ${rules.sealed || !codePattern.test(missing) ? 'this code' : `the code ${missing}`}.`, field);
  }
}

function firstMissing(named: readonly unknown[], found: readonly Owned[]): unknown {
  const known = new Set<unknown>(found.map(({ code }) => code));
  return named.find((code) => !known.has(code));
}
