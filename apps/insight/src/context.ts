import type { ServiceRequest } from '@xunlian/service';
import type { Viewer } from '@xunlian/shared';
import type { Figures } from './figures/loader.ts';
import { figuresOver } from './figures/loader.ts';
import type { Offices } from './overview/offices.ts';
import { officesOver } from './overview/offices.ts';
import type { Ask } from './rows/reader.ts';

/** What a request carries. */
export interface Context {
  readonly viewer: Viewer;
  readonly offices: Offices;
  readonly figures: Figures;
}

/** What each request is given: who asks, and loaders of its own. */
export const contextOver = (ask: Ask) => ({ viewer, trace }: ServiceRequest): Context =>
  ({ viewer, offices: officesOver(ask), figures: figuresOver(ask, trace) });
