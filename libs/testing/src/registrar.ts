import type { Viewer } from '@xunlian/shared';

/** Who may do everything, for the whole country. */
export const registrar: Viewer = { name: 'registrar', role: 'REGISTRAR', lineage: [] };
