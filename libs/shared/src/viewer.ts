import type { Lineage } from './lineage.ts';

/** Who asks or commands, and for which office: nothing is read or written without one. */
export interface Viewer {
  readonly name: string;
  readonly role: 'REGISTRAR';
  /** Office for which the viewer acts; empty for the whole country. */
  readonly lineage: Lineage;
}
