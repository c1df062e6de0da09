import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readBundles } from './bundleRows.ts';
import type { Asked } from './reference.ts';
import { overviewOf } from './reference.ts';

const samples = fileURLToPath(new URL('../../../infra/samples', import.meta.url));

describe.each(['loudi', 'xinxian'])('the figures worked out from the rows of %s', (sample) => {
  const expected = JSON.parse(readFileSync(`${samples}/${sample}/expected.json`, 'utf8')) as (Asked & { overview: object })[];
  const bundle = readBundles(`${samples}/${sample}`);
  it.each(expected.map((answer) => [answer.office, answer.scope, answer.from, answer.to, answer] as const))(
    'for %s %s from %s to %s are those that are expected', (...[, , , , answer]) => {
      expect(overviewOf(bundle, answer)).toEqual(answer.overview);
    });
  it('are the same when both samples are in one system', () => {
    const both = readBundles(`${samples}/loudi`, `${samples}/xinxian`);
    for (const answer of expected) expect(overviewOf(both, answer)).toEqual(answer.overview);
  });
});
