import type { Viewer } from '@xunlian/shared';

const registrar: Viewer = Object.freeze({ name: 'registrar', role: 'REGISTRAR', lineage: Object.freeze([]) });

/** Who asks. Until there is a sign-in, everybody is the one registrar, who acts for the whole country. */
export function viewerOf(): Viewer {
  return registrar;
}
