import { literal, readers } from '../rows/reader.ts';
import { pathOf } from '../rows/table.ts';
import type { Asked, Figure, Line, Question, Tally } from './figure.ts';

/**
 * The statements of several figures, no more than are answered at once, so that they are of one moment and cost one round.
 * Each answers one text, a line of figure, key and counts a row: a result of several rows keeps megabytes until the garbage
 * collector sees to it.
 */
export function statementsOf(question: Question, figures: readonly Figure<unknown>[]): string[] {
  const asked = conditionsOf(question);
  return dealt(figures).map((share) => statementOf(asked, share));
}

/** As even shares as come about when the dearest is dealt first, and each to whoever has least. */
function dealt(figures: readonly Figure<unknown>[]): readonly Figure<unknown>[][] {
  const shares = Array.from({ length: Math.min(readers, figures.length) }, () => ({ cost: 0, figures: [] as Figure<unknown>[] }));
  for (const figure of figures.toSorted((one, other) => costOf(other) - costOf(one))) {
    const least = shares.reduce((one, other) => (other.cost < one.cost ? other : one));
    least.figures.push(figure);
    least.cost += costOf(figure);
  }
  return shares.map((share) => share.figures);
}

function costOf({ cost = 1 }: Figure<unknown>): number {
  return cost;
}

function statementOf(asked: Asked, figures: readonly Figure<unknown>[]): string {
  const parts = figures.flatMap(({ name, tallies }) => tallies(asked).map((tally) => lineSql(name, tally)));
  return `SELECT string_agg(line, chr(10)) FROM (${parts.join('\nUNION ALL ')})`;
}

/** A line is written where it is counted: each SELECT around another costs as much to plan as a count. */
function lineSql(name: string, { by = [], counts, over }: Tally): string {
  const key = by.map((column) => `coalesce(${column}::VARCHAR, '')`).join(" || ' ' || ") || "''";
  const groups = by.length > 0 ? ` GROUP BY ${by.join(', ')}` : '';
  return `SELECT concat_ws(chr(9), ${[literal(name), key, ...counts].join(', ')}) AS line FROM ${over}${groups}`;
}

/** The lines by figure in the texts that such statements answer. */
export function linesOf(texts: readonly string[]): ReadonlyMap<string, Line[]> {
  const lines = texts.flatMap((text) => text.split('\n')).map((line) => line.split('\t'));
  const byFigure = Map.groupBy(lines, ([figure = '']) => figure);
  return new Map([...byFigure].map(([figure, same]) => [figure, same.map(([, key = '', ...counts]) => ({ key, counts: counts.map(Number) }))]));
}

function conditionsOf({ lineage, scope, from, to }: Question): Asked {
  const path = literal(pathOf(lineage));
  const days = { from: `DATE ${literal(from)}`, to: `DATE ${literal(to)}` };
  return {
    owned: (alias) => {
      const column = alias ? `${alias}.lineage` : 'lineage';
      return scope === 'OWN' ? `${column} = ${path}` : `starts_with(${column}, ${path})`;
    },
    during: (column) => `${column} BETWEEN ${days.from} AND ${days.to}`,
    to: days.to,
  };
}
