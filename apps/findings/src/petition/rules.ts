import type { DataOf, PetitionRecorded } from '@xunlian/events';
import { inOrder, recordRules } from '@xunlian/shared';
import type { HeardInspection } from '../heard.ts';

/** A petition 信访: what people report; who reported it is not recorded here. */
export type Petition = DataOf<typeof PetitionRecorded> & { readonly code: string };

/** A petition as it is stated; organisation and round are those of its inspection. */
export type StatedPetition = Omit<Petition, 'lineage' | 'organizationCode' | 'roundCode'>;

/** What a petition refers to. */
export interface PetitionRefs {
  readonly inspectionCode: HeardInspection;
}

/** Recording a petition, and the petition after a fact. */
export const { decide, evolve } = recordRules<Petition, StatedPetition, PetitionRefs>({
  fact: 'PetitionRecorded',
  noun: 'petition',
  references: { inspectionCode: 'inspection' },
  fixed: [],
  kept: [],
  complete: (row, { inspectionCode: { lineage, organizationCode, roundCode } }) => ({ ...row, lineage, organizationCode, roundCode }),
  checkHeard: ({ receivedOn }, { refs: { inspectionCode: { preparedOn } } }) => inOrder({ preparedOn, receivedOn }, 'preparedOn', 'receivedOn'),
});
