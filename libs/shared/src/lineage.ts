/** Division codes from province to the owning office, province first, the owner's own code last. */
export type Lineage = readonly string[];

/**
 * Whether an office stands at or above the owner of a record. Decided on the lineages alone, never on a code's prefix.
 * The empty lineage stands above every office.
 */
export function oversees(upper: Lineage, lower: Lineage): boolean {
  return upper.length <= lower.length && upper.every((code, depth) => code === lower[depth]);
}

/** Whether two offices stand on one line: the same one, or one above the other. */
export function onOneLine(one: Lineage, other: Lineage): boolean {
  return oversees(one, other) || oversees(other, one);
}

/** Whether an office stands strictly above another: a province above its city, never above itself. */
export function isAbove(upper: Lineage, lower: Lineage): boolean {
  return upper.length < lower.length && oversees(upper, lower);
}

/** Code of the office that owns what has this lineage. Throws when the lineage is empty. */
export function ownerOf(lineage: Lineage): string {
  const owner = lineage.at(-1);
  if (owner === undefined) throw new Error('A lineage names at least one division.');
  return owner;
}
