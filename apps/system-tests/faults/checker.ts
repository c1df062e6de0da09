import { isDeepStrictEqual } from 'node:util';
import { hearing, type JournalRow } from '@xunlian/events';
import { format, type RecordFile } from '@xunlian/interchange';
import type { Entry, Stated } from './recorder.ts';

/** What of a journal row the history is checked by. */
export type Fact = Pick<JournalRow, '_id' | 'type' | 'data' | 'kept' | 'correlation'>;

/**
 * What is wrong with a history, one line each: a command that was done and has not exactly its effect, one that was refused and has
 * one, one of unknown outcome that has more than one, one that the rules should have refused or should not, an effect that is another one
 * than was stated, one that nobody asked for since these requests, versions with a gap or a repeat, and clues that went through
 * their states in another order than the rules allow.
 */
export function violations(entries: readonly Entry[], facts: readonly Fact[], before: ReadonlySet<string>): string[] {
  return [...effects(entries, facts), ...contents(entries, facts, before), ...versions(facts), ...states(facts)];
}

const heard = [...new Set(Object.values(hearing).flat().map(({ name }) => name))];

/** Topics that somebody hears and on which none of these commands has moved anything, one line each: a fault in who hears them would not have shown. */
export function unmoved(entries: readonly Entry[], facts: readonly Fact[]): string[] {
  const sent = new Set(entries.map(({ id }) => id));
  const moved = new Set(facts.filter(({ correlation }) => sent.has(correlation)).map(({ _id: { t } }) => t));
  return heard.filter((topic) => !moved.has(topic)).map((topic) => `nothing was moved on topic ${topic}`);
}

/** Refusals by the rules, which whoever sends right commands never meets. */
const byRules = new Set(['INVALID', 'CONFLICT', 'FORBIDDEN', 'NOT_FOUND']);

function effects(entries: readonly Entry[], facts: readonly Fact[]): string[] {
  const byCommand = Map.groupBy(facts, ({ correlation }) => correlation);
  return entries.flatMap(({ id, mutation, outcome, why, facts: promised, mustFail }) => {
    const found = byCommand.get(id)?.length ?? 0;
    const what = `${mutation} ${id}`;
    if (mustFail && found > 0) return [`${what} was carried out against the rules`];
    switch (outcome) {
      case 'done': return found === promised ? [] : [`${what} was done, and has ${found} facts instead of ${promised}`];
      case 'refused': return [...(found === 0 ? [] : [`${what} was refused, and has ${found} facts`]), ...(!mustFail && byRules.has(why) ? [`${what} was refused by the rules, which allow it: ${why}`] : [])];
      case 'unknown': return found <= 1 ? [] : [`${what} has ${found} facts`];
    }
  });
}

/** Facts that are of no command, or not what theirs states. */
function contents(entries: readonly Entry[], facts: readonly Fact[], before: ReadonlySet<string>): string[] {
  const commands = new Map(entries.map((entry) => [entry.id, entry]));
  return facts.filter(({ correlation }) => !before.has(correlation)).flatMap(({ _id: { t, s }, data, kept, correlation }) => {
    const command = commands.get(correlation);
    if (!command) return [`${t} ${s} has a fact of ${correlation}, which nobody has sent`];
    const { subject, values } = statedBy(command);
    const there: Stated = { ...data, ...kept };
    const others = Object.keys(values).filter((field) => !isDeepStrictEqual(values[field], there[field]));
    return s === subject && others.length === 0 ? [] : [`${command.mutation} ${correlation} about ${subject} has a fact about ${s}${others.length > 0 ? `, with another ${others.join(', ')}` : ''}`];
  });
}

/** The record that a command is about, and what its fact is to say; what is sealed reads otherwise there. */
function statedBy({ mutation, variables }: Entry): { readonly subject: string; readonly values: Stated } {
  if ('clue' in variables) return { subject: variables.clue, values: { transferredOn: variables.on } };
  const { columns, key } = fileOf(mutation);
  const [row] = variables.rows;
  const keys = key.flatMap((name) => columns.filter((column) => column.name === name));
  const open = columns.filter((column) => !column.sealed && !keys.includes(column) && column.field in row);
  return { subject: keys.map(({ field }) => String(row[field])).join('~'), values: Object.fromEntries(open.map(({ field }) => [field, row[field]])) };
}

function fileOf(mutation: string): RecordFile {
  const file = format.find(({ record }) => record === mutation);
  if (!file) throw new Error(`No file of the format is recorded by ${mutation}.`);
  return file;
}

function versions(facts: readonly Fact[]): string[] {
  const bySubject = Map.groupBy(facts, ({ _id: { t, s } }) => `${t}/${s}`);
  return [...bySubject].flatMap(([subject, those]) => {
    const numbers = those.map(({ _id: { v } }) => v).sort((one, other) => one - other);
    return numbers.every((number, place) => number === place + 1) ? [] : [`${subject} has the versions ${numbers.join(', ')}`];
  });
}

const order = ['foundOn', 'transferredOn', 'caseOpenedOn', 'concludedOn'] as const;

function states(facts: readonly Fact[]): string[] {
  const clues = Map.groupBy(facts.filter(({ _id: { t } }) => t === 'findings.clue.v1'), ({ _id: { s } }) => s);
  return [...clues].flatMap(([code, those]) => {
    const inOrder = those.toSorted((one, other) => one._id.v - other._id.v);
    const clue = Object.assign({}, ...inOrder.map(({ data }) => data)) as Readonly<Record<string, string | null>>;
    const days = order.map((field) => clue[field] ?? null).filter((day) => day !== null);
    const isOrdered = days.every((day, place) => place === 0 || day >= (days[place - 1] ?? ''));
    const transfers = inOrder.filter(({ type }) => type === 'ClueTransferred').length;
    return [...(isOrdered ? [] : [`clue ${code} went through its states as ${days.join(', ')}`]), ...(transfers > 1 ? [`clue ${code} was transferred ${transfers} times`] : [])];
  });
}
