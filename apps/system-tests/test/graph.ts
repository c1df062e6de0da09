import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '@xunlian/supervisor';
import { askWhole } from '@xunlian/testing/graph';
import type { Asked } from '../src/reference.ts';

/** The question that stands in the samples: variables `{ office, from, to, scope }`. */
export const overviewQuestion = readFileSync(join(projectRoot, 'infra/samples/overview.graphql'), 'utf8');

/** What that question asks of an overview, with the fragment written out. */
export const overviewFields = /overview\([^)]*\) (\{[\s\S]*\})\s*\}\s*\}\s*fragment/.exec(overviewQuestion)?.[1]?.replaceAll('...RateParts', 'part whole percent') ?? '';

/** The figures of an office, by the question that stands in the samples. */
export async function figuresOf(url: string, asked: Asked): Promise<unknown> {
  const { office, from, to, scope } = asked;
  const data = await askWhole<{ office: { code: string; overview: object } | null }>(url, overviewQuestion, { office, from, to, scope });
  return data.office?.overview;
}
