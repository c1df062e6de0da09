import { literal, readers } from '../rows/reader.ts';
import { pathOf } from '../rows/table.ts';
import type { Asked, Figure, Line, Question } from './figure.ts';

/**
 * The statements of several figures, no more than are answered at once, so that they are of one moment and cost one round.
 * Each answers one text, a line of `figure key counts` a row: a result of several rows keeps megabytes until the garbage
 * collector sees to it.
 */
export function statementsOf(question: Question, figures: readonly Figure<unknown>[]): string[] {
  const asked = conditionsOf(question);
  const shares = Array.from({ length: Math.min(readers, figures.length) }, (_, share) => figures.filter((__, place) => place % readers === share));
  return shares.map((share) => statementOf(asked, share));
}

function statementOf(asked: Asked, figures: readonly Figure<unknown>[]): string {
  // 128 bits: a sum of amounts in fen outgrows 64, and one figure that fails takes the others of its question with it.
  const parts = figures.map(({ name, sql }) => `
    SELECT ${literal(name)} AS figure, key::VARCHAR AS key, counts::HUGEINT[] AS counts FROM (${sql(asked)}) AS counted(key, counts)`);
  const line = "concat_ws(chr(9), figure, coalesce(key, ''), array_to_string(counts, ' '))";
  return `SELECT string_agg(${line}, chr(10)) FROM (${parts.join('\nUNION ALL')})`;
}

/** The lines of one figure in the texts that such statements answer. */
export function linesOf(texts: readonly string[], { name }: Figure<unknown>): Line[] {
  return texts.flatMap((text) => text.split('\n')).map((line) => line.split('\t')).filter(([figure]) => figure === name)
    .map(([, key = '', counts = '']) => ({ key, counts: counts.split(' ').map(Number) }));
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
