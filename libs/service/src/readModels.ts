import { Refusal, type Viewer } from '@xunlian/shared';
import type { ReadModels } from '@xunlian/store';
import type { ResolverMap } from './resolvers.ts';
import { rebuildField, statusField } from './sdl.ts';
import type { ServiceStatus } from './startService.ts';

export type { ReadModels };

/** What every request carries, whatever else. */
export interface Viewed {
  readonly viewer: Viewer;
}

/** What the graph shows of a service as a whole. */
interface Told {
  readonly status: () => Promise<ServiceStatus>;
  readonly readModels?: ReadModels;
}

/** The status of a service with its read models, and the command that builds one of them anew. */
export function readModelResolvers(name: string, { status, readModels }: Told): ResolverMap {
  const shown = async () => ({ ...await status(), readModels: readModels?.names ?? [], rebuilds: () => readModels?.status() ?? [] });
  return { Query: { [statusField(name)]: shown }, ...(readModels ? { Mutation: { [rebuildField(name)]: rebuildBy(readModels) } } : {}) };
}

function rebuildBy({ names, rebuild }: ReadModels) {
  return async (_: unknown, { readModel }: { readonly readModel: string }, { viewer }: Viewed) => {
    if (viewer.lineage.length > 0) throw new Refusal('FORBIDDEN', 'Only who acts for the whole country builds a read model anew.');
    if (!names.includes(readModel)) throw new Refusal('INVALID', `There is no such read model: there are ${names.join(', ')}.`, 'readModel');
    return rebuild(readModel);
  };
}
