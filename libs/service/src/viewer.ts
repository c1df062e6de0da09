import type { Viewer } from '@xunlian/shared';
import { codePattern } from '@xunlian/shared';
import { z } from 'zod';

const viewerShape = z.object({
  name: z.string().min(1),
  role: z.literal('REGISTRAR'),
  lineage: z.array(z.string().regex(codePattern)),
});

/** The viewer as the gateway sends it: base64url of JSON. */
export function encodeViewer(viewer: Viewer): string {
  return Buffer.from(JSON.stringify(viewer)).toString('base64url');
}

/**
 * Reads viewers as the gateway sends them; null for what is not one. The same text gives the same frozen object, because
 * the same few people ask again and again.
 */
export function viewerReader(remembered = 1_000): (header: string) => Viewer | null {
  const known = new Map<string, Viewer>();
  return (header) => {
    const seen = known.get(header);
    if (seen) return seen;
    const viewer = decodeViewer(header);
    if (!viewer) return null;
    if (known.size >= remembered) known.clear();
    known.set(header, viewer);
    return viewer;
  };
}

function decodeViewer(header: string): Viewer | null {
  try {
    const { name, role, lineage } = viewerShape.parse(JSON.parse(Buffer.from(header, 'base64url').toString()));
    return Object.freeze({ name, role, lineage: Object.freeze(lineage) });
  } catch {
    return null;
  }
}
