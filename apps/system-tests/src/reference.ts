import type { BundleRow, BundleRows } from './bundleRows.ts';
import { recordsOf } from './ownership.ts';

/** What is asked: one office, alone or with all below it, and a period that includes both days. */
export interface Asked {
  readonly office: string;
  readonly from: string;
  readonly to: string;
  readonly scope: 'OWN' | 'SUBTREE';
}

/**
 * The figures of an office, worked out from the rows of a bundle alone, loop by loop, as the description of the figures
 * says it. It shares nothing with the system: what both say is right twice.
 */
export function overviewOf(bundle: BundleRows, asked: Asked) {
  const own = recordsOf(bundle, asked.office, asked.scope);
  const within = (file: string, column: string) => own(file).filter((row) => inPeriod(row[column], asked));
  return {
    personnel: personnel(own, bundle, asked),
    coverage: coverage(own, asked),
    inspections: inspections(within('inspections', 'entered_on')),
    petitions: { total: within('petitions', 'received_on').length, byChannel: counted(within('petitions', 'received_on'), 'channel', 'channel') },
    problems: {
      found: within('findings', 'found_on').length,
      rectification: rectification(own, bundle, asked),
      byDiscipline: counted(within('findings', 'found_on'), 'discipline', 'discipline'),
      byScope: counted(within('findings', 'found_on'), 'scope', 'scope'),
    },
    clues: clues(within('clues', 'found_on'), within('clues', 'transferred_on'), asked.to),
    outcomes: people(within('outcomes', 'decided_on').filter((row) => row.accountability !== 'true')),
    accountability: people(within('outcomes', 'decided_on').filter((row) => row.accountability === 'true')),
    checks: checks(within('checks', 'starts_on'), bundle('check_problems'), asked.to),
    letters: counted(within('letters', 'sent_on'), 'kind', 'kind'),
    measures: counted(within('measures', 'adopted_on'), 'kind', 'kind'),
    interviews: within('interviews', 'held_on').length,
    campaigns: within('campaigns', 'starts_on').length,
    confessions: within('confessions', 'received_on').length,
    recoveredYuan: within('recoveries', 'recovered_on').reduce((cents, row) => cents + Math.round(Number(row.amount_yuan) * 100), 0) / 100,
  };
}

type Records = (file: string) => readonly BundleRow[];

function personnel(own: Records, bundle: BundleRows, { from, to }: Asked) {
  const by = (day: string | undefined, without: boolean) => (day ? day <= to : without);
  const staff = own('people').filter((row) => by(row.joined_on, true));
  const courses = new Map(own('courses').filter((row) => inPeriod(row.starts_on, { from, to })).map((row) => [row.code, row.kind]));
  const attended = bundle('attendances').filter((row) => courses.has(row.course_code));
  return {
    offices: own('offices').filter((row) => by(row.established_on, false)).length,
    groups: own('groups').filter((row) => by(row.established_on, true)).length,
    approvedPosts: own('offices').reduce((posts, row) => posts + Number(row.approved_posts || 0), 0),
    fullTime: staff.filter((row) => row.employment === 'FULL_TIME').length,
    leaderPool: staff.filter((row) => row.pools?.split(';').includes('LEADER')).length,
    talentPool: staff.filter((row) => row.pools?.split(';').includes('TALENT')).length,
    trainees: new Set(attended.filter((row) => courses.get(row.course_code) === 'COURSE').map((row) => row.person_code)).size,
    attendances: attended.length,
  };
}

function coverage(own: Records, { to }: Asked) {
  const plans = own('plans').filter((row) => (row.starts_on ?? '') <= to && to <= (row.ends_on ?? ''));
  const planned = new Set<string>();
  const covered = new Set<string>();
  for (const plan of plans) {
    const entered = new Set(own('inspections')
      .filter((row) => row.entered_on && row.entered_on >= (plan.starts_on ?? '') && row.entered_on <= to).map((row) => row.organization_code));
    for (const { plan_code, organization_code = '' } of own('plan_organizations')) {
      if (plan_code !== plan.code) continue;
      planned.add(organization_code);
      if (entered.has(organization_code)) covered.add(organization_code);
    }
  }
  return rate(covered.size, planned.size);
}

function inspections(entered: readonly BundleRow[]) {
  return {
    total: entered.length,
    organizations: new Set(entered.map((row) => row.organization_code)).size,
    elevated: entered.filter((row) => row.elevated === 'true').length,
    cross: entered.filter((row) => row.cross === 'true').length,
    extended: entered.filter((row) => row.extended_from_code).length,
    byMode: counted(entered, 'mode', 'mode'),
  };
}

function rectification(own: Records, bundle: BundleRows, asked: Asked) {
  const fedBack = new Set(own('inspections').filter((row) => inPeriod(row.fed_back_on, asked)).map((row) => row.code));
  const verified = new Set(bundle('rectifications').filter((row) => row.verified_on && row.verified_on <= asked.to).map((row) => row.finding_code));
  const findings = own('findings').filter((row) => fedBack.has(row.inspection_code));
  return rate(findings.filter((row) => verified.has(row.code)).length, findings.length);
}

function clues(found: readonly BundleRow[], transferred: readonly BundleRow[], to: string) {
  const by = (column: string) => transferred.filter((row) => row[column] && row[column] <= to).length;
  return {
    found: found.length, transferred: transferred.length,
    casesOpened: rate(by('case_opened_on'), transferred.length), concluded: rate(by('concluded_on'), transferred.length),
  };
}

function people(outcomes: readonly BundleRow[]) {
  return kindsOf(outcomes, 'kind').map((kind) => (
    { kind, people: new Set(outcomes.filter((row) => row.kind === kind).map((row) => row.person_ref)).size }));
}

function checks(started: readonly BundleRow[], all: readonly BundleRow[], to: string) {
  return kindsOf(started, 'kind').map((kind) => {
    const held = new Set(started.filter((row) => row.kind === kind).map((row) => row.code));
    const problems = all.filter((row) => held.has(row.check_code));
    const unrectified = problems.filter((row) => row.finding_code).length;
    const listed = problems.filter((row) => row.listed === 'true');
    const done = listed.filter((row) => row.rectified_on && row.rectified_on <= to).length;
    return { kind, problems: problems.length, unrectified, fresh: problems.length - unrectified, listed: rate(done, listed.length) };
  });
}

function inPeriod(day: string | undefined, { from, to }: Pick<Asked, 'from' | 'to'>): boolean {
  return day !== undefined && day !== '' && from <= day && day <= to;
}

function counted(rows: readonly BundleRow[], column: string, label: string) {
  return kindsOf(rows, column).map((kind) => ({ [label]: kind, count: rows.filter((row) => row[column] === kind).length }));
}

function kindsOf(rows: readonly BundleRow[], column: string): string[] {
  return [...new Set(rows.map((row) => row[column] ?? ''))].sort();
}

/** Integers throughout: percent is rounded half up to two decimals. */
function rate(part: number, whole: number) {
  return { part, whole, percent: whole === 0 ? null : Number((BigInt(part) * 20_000n + BigInt(whole)) / (2n * BigInt(whole))) / 100 };
}
