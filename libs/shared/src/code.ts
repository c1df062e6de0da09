/** Longest code, in characters. */
export const longestCode = 64;

/** 1–64 letters, digits, `.`, `_`, `-`: the natural key of a record, unique within its kind. */
export const codePattern = new RegExp(`^[A-Za-z0-9._-]{1,${longestCode}}$`);

/** Fields that identify a record of a kind without a code of its own, by the kind's fact; their values in this order are its code. */
export const composedKeys: Readonly<Record<string, readonly string[]>> = {
  TieRecorded: ['personCode', 'organizationCode', 'kind'],
  AttendanceRecorded: ['courseCode', 'personCode'],
  PlanOrganizationRecorded: ['planCode', 'organizationCode'],
  AssignmentRecorded: ['roundCode', 'groupCode', 'personCode'],
  RectificationRecorded: ['findingCode'],
};

/**
 * Code of a record whose kind has none of its own, from the values that identify it. No code contains the separator. What is longer
 * than a code, and refused as one, is cut: the same long text may stand in a thousand rows.
 */
export function composedCode(...parts: readonly string[]): string {
  return parts.map((part) => part.slice(0, longestCode + 1)).join('~');
}

/** Longest code of any kind, in characters: three that are joined. */
export const longestKey = 3 * longestCode + 2;

/** What follows a prefix in those of the keys that begin with it. */
export function codesBehind(prefix: string, keys: readonly string[]): string[] {
  return keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
}

/** The first of the values that was there before; undefined when each is there once. */
export function firstTwice(values: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return values.find((value) => seen.size === seen.add(value).size);
}
