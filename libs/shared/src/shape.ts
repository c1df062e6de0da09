import { codePattern, composedCode, composedKeys } from './code.ts';
import { isWithin, longestOf, mostListed, rangeOf, wordsFor } from './limits.ts';
import { Refusal } from './refusal.ts';

/** Any row as far as its shape is concerned. */
type Shaped = Readonly<Record<string, unknown>> & { readonly code: string };

/**
 * Refuses a row with a value that no record has, whatever its kind: what is recorded can be written to a file of a bundle
 * and read from there. Throws INVALID with the field.
 */
export function checkShape(fact: string, row: Shaped): void {
  const key = composedKeys[fact];
  if (key) checkComposed(key, row);
  else checkCode('code', row);
  for (const [field, value] of Object.entries(row)) {
    const reason = reasonAgainst(field, value);
    if (reason !== null) throw new Refusal('INVALID', reason, field);
  }
}

function checkComposed(key: readonly string[], row: Shaped): void {
  for (const field of key) checkCode(field, row);
  // Of parts that hold no separator no two lists give the same code.
  if (row.code !== composedCode(...key.map((field) => String(row[field])))) throw new Refusal('INVALID', `The code is that of ${key.join(', ')}.`, 'code');
}

function checkCode(field: string, row: Shaped): void {
  const code = row[field];
  if (typeof code === 'string' && codePattern.test(code)) return;
  throw new Refusal('INVALID', 'A code has 1 to 64 letters, digits, ".", "_" or "-".', field);
}

/** Whether a text is empty, or holds nothing but blanks and what takes room without being seen. */
export function isBlank(text: string): boolean {
  return /^[\s\p{Cc}\p{Cf}\u2800]*$/u.test(text);
}

function reasonAgainst(field: string, value: unknown): string | null {
  if (typeof value === 'string') {
    if (isBlank(value)) return 'Must not be blank.';
    // Stored as UTF-8 it would become another text, and a change each time that it is stated again.
    if (!value.isWellFormed()) return 'Must be text: it holds half a character (a lone surrogate).';
    return value.length > longestOf(field) ? `At most ${longestOf(field)} characters.` : null;
  }
  if (Array.isArray(value)) return value.length > mostListed ? `At most ${mostListed} values.` : null;
  const range = rangeOf(field);
  return typeof value === 'number' && range && !isWithin(range, value) ? `Must be ${wordsFor(range)}.` : null;
}
