import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

/** What a client of the old API could ask that the new one refuses or answers otherwise, one sentence each. */
export async function breakingChanges(old: string, next: string): Promise<string[]> {
  const changes = await diff(buildSchema(old), buildSchema(next));
  return changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking).map(({ message }) => message);
}
