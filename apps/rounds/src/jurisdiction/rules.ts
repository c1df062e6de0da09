import { isAbove, ownerOf, Refusal, type Lineage } from '@xunlian/shared';

/** Whose inspection it is: lineages of the round's, the group's and the organisation's responsible office. */
export interface Jurisdiction {
  readonly round: Lineage;
  readonly group: Lineage;
  readonly organization: Lineage;
}

/** How an inspection says that it leaves its own office; null and false alike are no. */
export interface Reach {
  readonly elevated: boolean | null;
  readonly cross: boolean | null;
}

/**
 * Refuses with INVALID an inspection outside the round's jurisdiction. Source: the interchange format. Of one office
 * unless elevated 提级 (an office above the responsible one inspects) or cross 交叉 (another office's group inspects).
 */
export function checkJurisdiction({ elevated, cross }: Reach, { round, group, organization }: Jurisdiction): void {
  if (elevated && !isAbove(round, organization))
    throw new Refusal('INVALID', `Elevated is an inspection by an office above ${ownerOf(organization)}; ${ownerOf(round)} is not.`, 'elevated');
  if (cross) checkCross({ round, group, organization });
  else if (elevated) checkElevated({ round, group, organization });
  else checkOwn({ round, group, organization });
}

function checkOwn({ round, group, organization }: Jurisdiction): void {
  if (!isSame(group, round))
    throw new Refusal('INVALID', `The group belongs to ${ownerOf(group)}, the round to ${ownerOf(round)}.`, 'groupCode');
  if (!isSame(organization, round))
    throw new Refusal('INVALID', `The organisation is the responsibility of ${ownerOf(organization)}, not of ${ownerOf(round)}.`, 'organizationCode');
}

function checkElevated({ round, group, organization }: Jurisdiction): void {
  if (!isSame(group, round) && !isSame(group, organization))
    throw new Refusal('INVALID', `The group belongs to ${ownerOf(group)}: without cross it is ${ownerOf(round)}'s or ${ownerOf(organization)}'s own.`, 'groupCode');
}

function checkCross({ round, group, organization }: Jurisdiction): void {
  if (isSame(group, organization))
    throw new Refusal('INVALID', `Cross is an inspection by another office's group; this one belongs to ${ownerOf(organization)}.`, 'cross');
  if (!isAbove(round, organization) || !(isAbove(round, group) || isSame(round, group)))
    throw new Refusal('INVALID', `Cross is directed by an office above both: ${ownerOf(round)} is not above ${ownerOf(group)} and ${ownerOf(organization)}.`, 'cross');
}

function isSame(one: Lineage, other: Lineage): boolean {
  return ownerOf(one) === ownerOf(other);
}
