import type { RecordContext } from '@xunlian/service/records';
import type { Cipher, Database } from '@xunlian/store';
import { campaignStore } from './campaign/store.ts';
import { checkStore } from './check/store.ts';
import { checkProblemStore } from './checkProblem/store.ts';
import { heardFindings, heardInspections, heardOffices, heardOrganizations, heardPeople, withFeedback } from './heard.ts';
import { interviewStore } from './interview/store.ts';
import { letterStore } from './letter/store.ts';
import { measureStore } from './measure/store.ts';
import { rectificationStore } from './rectification/store.ts';
import { recoveryStore } from './recovery/store.ts';

/** The stores of this service, and what it hears of organizations, pools, rounds and findings. */
export function openStores(db: Database, cipher: Cipher | null) {
  const [offices, organizations, people] = [heardOffices(db), heardOrganizations(db), heardPeople(db)];
  const [inspections, findings] = [heardInspections(db), heardFindings(db)];
  const checks = checkStore(db, { offices, organizations, findings });
  const kinds = {
    rectifications: rectificationStore(db, { findings: withFeedback(findings, inspections), organizations }),
    measures: measureStore(db, { offices, findings }),
    recoveries: recoveryStore(db, { offices, findings }),
    checks,
    checkProblems: checkProblemStore(db, { checks: checks.source, findings }),
    letters: letterStore(db, { offices, organizations, people, findings }),
    interviews: interviewStore(db, { offices, organizations }, cipher),
    campaigns: campaignStore(db, { offices, organizations }),
  };
  return { kinds, heard: [offices, organizations, people, inspections, findings] };
}

/** What a request carries. */
export type Context = RecordContext<ReturnType<typeof openStores>['kinds']>;
