import type { Inspection } from './rules.ts';

/** How far an inspection has got: preparation, inquiry, report, feedback, transfer, rectification, archived. */
export type Stage = 'PREPARING' | 'INQUIRY' | 'REPORTING' | 'FEEDBACK' | 'TRANSFER' | 'RECTIFYING' | 'ARCHIVED';

/**
 * The stage that the latest day of an inspection opened. The day of transfer ends the transfer, and what remains is
 * rectification, so no day alone says TRANSFER.
 */
export function stageOf({ enteredOn, reportedOn, fedBackOn, transferredOn, archivedOn }: Inspection): Stage {
  if (archivedOn !== null) return 'ARCHIVED';
  if (transferredOn !== null) return 'RECTIFYING';
  if (fedBackOn !== null) return 'FEEDBACK';
  if (reportedOn !== null) return 'REPORTING';
  return enteredOn !== null ? 'INQUIRY' : 'PREPARING';
}
