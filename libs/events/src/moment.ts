/**
 * A moment of MongoDB's log (its cluster time) as positions and cursors hold it: 16 hex digits, which sort as moments do.
 * Zeros where there is none.
 */
export function momentOf(clusterTime = 0n): string {
  return clusterTime.toString(16).padStart(16, '0');
}
