import type { Viewer } from '@xunlian/shared';

/** A request on its way through the service: who asks and how it can be found again. */
export interface Request {
  readonly viewer: Viewer;
  /** Request id, the same in every service it passes. */
  readonly id: string;
  /** W3C `traceparent` to go on with, if the request is in a trace that is sampled. */
  readonly trace?: string;
}
