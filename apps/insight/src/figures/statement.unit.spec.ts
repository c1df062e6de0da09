import { openRows } from '../rows/file.ts';
import type { Figure, Question } from './figure.ts';
import { linesOf, statementsOf } from './statement.ts';

const question: Question = { lineage: ['43'], scope: 'SUBTREE', from: '2020-01-01', to: '2020-12-31' };
const figure = (name: string, cost?: number): Figure<unknown> =>
  ({ name, ...(cost && { cost }), tallies: () => [{ counts: ['count(*)'], over: `range(${name.length})` }], answer: (lines) => lines });

async function linesAfter(figures: readonly Figure<unknown>[]) {
  const rows = await openRows(':memory:', []);
  try {
    const answers = await rows.ask(...statementsOf(question, figures));
    return linesOf(answers.map(([text]) => String(text)));
  } finally {
    await rows.close();
  }
}

describe('The figures of one question', () => {
  it('are dealt to statements that cost about the same, whatever their order', () => {
    const figures = [figure('one'), figure('two', 3), figure('three', 8), figure('four'), figure('five', 6), figure('six')];
    const costs = (order: readonly Figure<unknown>[]) => statementsOf(question, order).map((sql) =>
      order.filter(({ name }) => sql.includes(`'${name}'`)).reduce((sum, { cost = 1 }) => sum + cost, 0));
    expect(costs(figures).toSorted()).toEqual([10, 10]);
    expect(costs(figures.toReversed()).toSorted()).toEqual([10, 10]);
  });

  it('each have their own lines', async () => {
    const lines = await linesAfter([figure('one'), figure('three')]);
    expect([...lines]).toEqual([['one', [{ key: '', counts: [3] }]], ['three', [{ key: '', counts: [5] }]]]);
  });

  it('keep the places of what they count by when one of it is not known', async () => {
    const over = "(VALUES ('LIFE', 'COMMON'), ('LIFE', NULL), (NULL, 'COMMON'), (NULL, NULL)) AS seen(discipline, extent)";
    const lines = await linesAfter([{ name: 'seen', tallies: () => [{ by: ['discipline', 'extent'], counts: ['count(*)'], over }], answer: (all) => all }]);
    expect(lines.get('seen')?.map(({ key }) => key).toSorted()).toEqual([' ', ' COMMON', 'LIFE ', 'LIFE COMMON']);
  });

  it('count what does not fit into 64 bits', async () => {
    const lines = await linesAfter([{ name: 'large', tallies: () => [{ counts: ['sum(a)'], over: '(VALUES (9e18::BIGINT), (9e18::BIGINT)) AS seen(a)' }], answer: (all) => all }]);
    expect(lines.get('large')).toEqual([{ key: '', counts: [1.8e19] }]);
  });
});
