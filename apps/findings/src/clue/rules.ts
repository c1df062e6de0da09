import type { ClueRecorded, ClueTransferred, DataOf } from '@xunlian/events';
import { inOrder, oversees, recordRules, Refusal, type Fact, type RecordCommand, type Viewer } from '@xunlian/shared';
import type { Finding } from '../finding/rules.ts';
import type { HeardInspection } from '../heard.ts';

/** A clue 问题线索: suspected breach by a person; what it is about is sealed. */
export type Clue = DataOf<typeof ClueRecorded> & { readonly code: string; readonly about: string };

/** A clue as it is stated; organisation and round are those of its inspection. */
export type StatedClue = Omit<Clue, 'lineage' | 'organizationCode' | 'roundCode'>;

/** What a clue refers to. */
export interface ClueRefs {
  readonly inspectionCode: HeardInspection;
  readonly findingCode: Finding | undefined;
}

/** An outcome of the clue. */
export interface CluePeer {
  readonly code: string;
  readonly decidedOn: string;
}

/** The receiver signs for a clue. */
export interface TransferClue {
  readonly type: 'transferClue';
  readonly by: Viewer;
  readonly receiver: DataOf<typeof ClueTransferred>['receiver'];
  readonly on: string;
}

/** A command about a clue. */
export type ClueCommand = RecordCommand<StatedClue, ClueRefs, CluePeer> | TransferClue;

/** How far a clue has got: the last of its days that is there. */
export type ClueState = 'FOUND' | 'TRANSFERRED' | 'CASE_OPENED' | 'CONCLUDED';

const recording = recordRules<Clue, StatedClue, ClueRefs, CluePeer>({
  fact: 'ClueRecorded',
  noun: 'clue',
  references: { inspectionCode: 'inspection', findingCode: 'finding' },
  fixed: ['inspectionCode'],
  kept: ['about'],
  sealed: ['about'],
  complete: (row, { inspectionCode: { lineage, organizationCode, roundCode } }) => ({ ...row, lineage, organizationCode, roundCode }),
  check(next, { refs: { findingCode: finding }, peers, was }) {
    if (finding && finding.inspectionCode !== next.inspectionCode)
      throw new Refusal('INVALID', `The finding ${finding.code} belongs to another inspection.`, 'findingCode');
    if (was?.transferredOn && was.transferredOn !== next.transferredOn) throw alreadyTransferred(was.transferredOn);
    // A receiver that was not known may still be named.
    if (was?.transferredOn && was.receiver && was.receiver !== next.receiver) throw new Refusal('CONFLICT', `Already transferred to ${was.receiver}.`, 'receiver');
    checkDays(next);
    // Which one and when is not said: it may be of an office of which this one knows nothing.
    if (peers(clueKey(next.code)).some(({ decidedOn }) => decidedOn < next.foundOn)) throw new Refusal('CONFLICT', 'An outcome of it was decided before that day.', 'foundOn');
  },
  checkHeard({ foundOn }, { refs: { inspectionCode: { enteredOn } } }) {
    inOrder({ enteredOn, foundOn }, 'enteredOn', 'foundOn');
  },
});

/** Decides a command about a clue. Throws its refusal. */
export function decide(clue: Clue | null, command: ClueCommand): Fact[] {
  if (command.type === 'record') return recording.decide(clue, command);
  if (!clue || !oversees(command.by.lineage, clue.lineage)) throw new Refusal('NOT_FOUND', 'There is no such clue.');
  switch (command.type) {
    case 'transferClue':
      if (clue.transferredOn) throw alreadyTransferred(clue.transferredOn);
      checkDays({ ...clue, transferredOn: command.on });
      return [{ type: 'ClueTransferred', data: { lineage: clue.lineage, receiver: command.receiver, transferredOn: command.on }, kept: {} }];
    default:
      return command satisfies never;
  }
}

/** The clue after a fact, and its fields with sealed text. */
export const { evolve, sealed } = recording;

/** How far a clue has got. */
export function stateOf({ transferredOn, caseOpenedOn, concludedOn }: Pick<Clue, 'transferredOn' | 'caseOpenedOn' | 'concludedOn'>): ClueState {
  if (concludedOn) return 'CONCLUDED';
  if (caseOpenedOn) return 'CASE_OPENED';
  return transferredOn ? 'TRANSFERRED' : 'FOUND';
}

/** Refuses days that do not follow each other, whether a row states them or a command adds one. */
function checkDays(days: Pick<Clue, 'foundOn' | 'transferredOn' | 'caseOpenedOn' | 'concludedOn'>): void {
  inOrder(days, 'foundOn', 'transferredOn', 'caseOpenedOn', 'concludedOn');
}

/** Key that a clue shares with its outcomes, which are decided by the day it was found. */
export function clueKey(code: string): string {
  return `clue/${code}`;
}

function alreadyTransferred(on: string): Refusal {
  return new Refusal('CONFLICT', `Already transferred on ${on}.`, 'transferredOn');
}
