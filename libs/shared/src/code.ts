/** 1–64 letters, digits, `.`, `_`, `-`: the natural key of a record, unique within its kind. */
export const codePattern = /^[A-Za-z0-9._-]{1,64}$/;

/** Key of a kind without a code of its own, from the codes that identify it. No code contains the separator. */
export function composedCode(...parts: readonly string[]): string {
  return parts.join('~');
}
