import type { Dice } from './dice.ts';
import { after } from './dice.ts';
import type { Numbering } from './establish.ts';
import type { Cells, Sink } from './sink.ts';

/** One inspection to be held. */
export interface Visit {
  readonly round: string;
  /** The round's office, which owns what is found. */
  readonly office: string;
  readonly group: string;
  readonly organization: string;
  readonly mode: string;
  readonly enteredOn: string;
  /** Findings to be found, at least four. */
  readonly findings: number;
  /** Further cells: `elevated`, `cross`, `extended_from_code`. */
  readonly marks: Cells;
}

/** What an inspection left behind for checks and letters. */
export interface Held {
  readonly code: string;
  readonly office: string;
  readonly organization: string;
  readonly fedBackOn: string;
  /** A finding without rectification, and one that is rectified. */
  readonly open: string;
  readonly rectified: string;
}

/** What every part of the bundle is written with. */
export interface Tools {
  readonly sink: Sink;
  readonly code: Numbering;
  readonly chance: Dice;
}

const disciplines = ['POLITICAL', 'ORGANIZATIONAL', 'INTEGRITY', 'MASSES', 'WORK', 'LIFE'];
const themes = ['三资管理', '选人用人', '惠民政策', '民主决策', '作风建设', '扶贫资金', ''];
const outcomes = ['SANCTION', 'ORGANIZATIONAL_HANDLING', 'ADMONITION', 'TALK', 'DETENTION', 'JUDICIAL_TRANSFER', 'EXPULSION', 'DISMISSAL'];

/** Writes an inspection and all that hangs on it; its days run from entering to the archive. */
export function inspect(visit: Visit, tools: Tools): Held {
  const { sink, code, chance } = tools;
  const inspection = code('i');
  const { enteredOn } = visit;
  const reportedOn = after(enteredOn, 40 + chance.below(10));
  const fedBackOn = after(reportedOn, 15 + chance.below(10));
  sink.add('inspections', {
    code: inspection, round_code: visit.round, group_code: visit.group, organization_code: visit.organization, mode: visit.mode,
    prepared_on: after(enteredOn, -12), entered_on: enteredOn, reported_on: reportedOn, fed_back_on: fedBackOn,
    transferred_on: after(fedBackOn, 3), archived_on: after(fedBackOn, 200), ...visit.marks,
  });
  for (const channel of [chance.pick(['LETTER', 'CALL']), chance.pick(['VISIT', 'ONLINE'])]) {
    sink.add('petitions', { code: code('e'), inspection_code: inspection, channel, received_on: after(enteredOn, chance.below(30)), relevant: chance.pick(['true', 'true', 'false', '']) });
  }
  const findings = Array.from({ length: visit.findings }, () => {
    const finding = code('f');
    const theme = chance.pick(themes);
    sink.add('findings', {
      code: finding, inspection_code: inspection, discipline: chance.pick(disciplines), theme, scope: chance.below(8) === 0 ? 'COMMON' : 'INDIVIDUAL',
      immediate: chance.below(12) === 0 ? 'true' : 'false', found_on: after(enteredOn, chance.below(40)), summary: `${theme || '其他'}方面存在不规范问题`,
    });
    return finding;
  });
  const [first = '', second = '', third = ''] = findings;
  rectify(first, { ...visit, fedBackOn, done: true }, sink);
  rectify(second, { ...visit, fedBackOn, done: chance.below(4) > 0 }, sink);
  follow(third, { inspection, office: visit.office, foundOn: after(enteredOn, 41), transferredOn: after(fedBackOn, 3) }, tools);
  return { code: inspection, office: visit.office, organization: visit.organization, fedBackOn, open: findings.at(-1) ?? '', rectified: first };
}

function rectify(finding: string, { organization, fedBackOn, done }: { organization: string; fedBackOn: string; done: boolean }, sink: Sink): void {
  sink.add('rectifications', {
    finding_code: finding, organization_code: organization, due_on: after(fedBackOn, 60),
    completed_on: after(fedBackOn, 45), verified_on: done ? after(fedBackOn, 52) : '',
  });
}

/** A clue and, for every second one, what became of a person. */
function follow(finding: string, { inspection, office, foundOn, transferredOn }: { inspection: string; office: string; foundOn: string; transferredOn: string }, tools: Tools): void {
  const { sink, code, chance } = tools;
  const clue = code('c');
  const [transferred, opened, concluded] = [chance.below(5) > 0, chance.below(2) === 0, chance.below(10) > 0];
  sink.add('clues', {
    code: clue, inspection_code: inspection, finding_code: chance.below(5) > 0 ? finding : '', found_on: foundOn, about: '反映有关人员涉嫌违纪违规的情况',
    ...(transferred ? { transferred_on: transferredOn, receiver: chance.pick(['DISCIPLINE_ORGAN', 'ORGANIZATION_DEPARTMENT', 'OTHER']) } : {}),
    ...(transferred && opened ? { case_opened_on: after(transferredOn, 20) } : {}),
    ...(transferred && concluded ? { concluded_on: after(transferredOn, 60) } : {}),
  });
  if (transferred && concluded && opened) {
    sink.add('outcomes', {
      code: code('d'), office_code: office, clue_code: clue, person_ref: code('x'), kind: chance.pick(outcomes),
      accountability: chance.below(6) === 0 ? 'true' : 'false', decided_on: after(transferredOn, 60 + chance.below(60)),
    });
  }
}
