import { versionsMissed } from './occurrences.ts';
import { report } from './report.ts';

/** Raises the alarm about versions of records that never came, by what is built of these records; a count of none is no alarm. */
export function tellMissed(counts: Iterable<readonly [builtOf: string, versions: number]>): void {
  for (const [of, versions] of counts) if (versions > 0) {
    versionsMissed.tell({ versions });
    report('versions of records never came', { of, versions });
  }
}
