import type { RecordContext } from '@xunlian/service/records';
import type { Cipher, Database } from '@xunlian/store';
import { clueStore } from './clue/store.ts';
import { confessionStore } from './confession/store.ts';
import { findingStore } from './finding/store.ts';
import { heardInspections, heardOffices } from './heard.ts';
import { outcomeStore } from './outcome/store.ts';
import { petitionStore } from './petition/store.ts';

/** The stores of this service, and what it hears of organizations and rounds. */
export function openStores(db: Database, cipher: Cipher | null) {
  const offices = heardOffices(db);
  const inspections = heardInspections(db);
  const petitions = petitionStore(db, { inspections });
  const findings = findingStore(db, { inspections });
  const clues = clueStore(db, { inspections, findings: findings.source }, cipher);
  const outcomes = outcomeStore(db, { offices, clues: clues.source }, cipher);
  const confessions = confessionStore(db, { offices });
  return { kinds: { petitions, findings, clues, outcomes, confessions }, heard: [offices, inspections] };
}

/** What a request carries. */
export type Context = RecordContext<ReturnType<typeof openStores>['kinds']>;
