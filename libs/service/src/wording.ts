import { scalarExpectations } from './scalars.ts';

const longestMessage = 2_000;

/**
 * A message of GraphQL's own without the value that was wrong, which may be sealed text, and without guesses at what was
 * meant: it says where and what was expected.
 */
export function withoutValues(message: string): string {
  // Such length comes from a value, and the patterns below are not for megabytes.
  if (message.length > longestMessage) return 'The request is not valid.';
  return message
    .replace(/ Did you mean [\s\S]*$/, '')
    .replace(/, found [\s\S]*$/, '.')
    .replace(/^(Syntax Error: Unexpected \w+)[\s\S]*$/, '$1.')
    .replace(/( cannot represent [^:"]*):[\s\S]*$/, '$1.')
    .replace(/\b[Vv]alue [\s\S]* does not exist in "(\w+)" enum/, 'The value does not exist in "$1" enum')
    .replace(/"((?:[^"\\]|\\.)*)"/g, (quoted, inner: string) => (isName(inner) ? quoted : '"…"'));
}

/** Where a variable is wrong and what was expected there. */
export interface Complaint {
  /** Path from the variable's name: `rows[3].foundOn`. */
  readonly at: string;
  /** One sentence for the caller; holds no value. */
  readonly message: string;
}

/** Reads GraphQL's complaint about the value of a variable; null when the message is about something else. */
export function complaintOf(message: string): Complaint | null {
  const variable = /^Variable "\$(\w+)" got invalid value /.exec(message)?.[1];
  if (!variable) return absentVariable(message);
  // The value comes before the place, so the last place is the real one.
  const places = [...message.matchAll(/ at "(\w+(?:\.\w+|\[\d+\])*)"; /g)].filter(([, path]) => path?.startsWith(variable));
  const last = places.at(-1);
  const at = last?.[1] ?? variable;
  const said = last ? message.slice(last.index + last[0].length) : message;
  return complaintAt(at, said);
}

/** GraphQL's complaint about the value at a place, in our words; the value may stand in its reason. */
export function complaintAt(at: string, reason: string): Complaint {
  return { at, message: `${at}: ${expectation(reason)}` };
}

const sayings: readonly [RegExp, (one: string, two: string) => string][] = [
  [/Field "(\w+)" of required type "([\w![\]]+)" was not provided/, (field, type) => `${field} (${type}) must be given.`],
  [/Field "(\w{1,64})" is not defined by type "(\w+)"/, (field, type) => `${type} has no field ${field}.`],
  [/Expected non-nullable type "([\w![\]]+)" not to be null/, (type) => `${type} expected, not null.`],
  [/Expected type "(\w+)"/, (type) => `expected ${scalarExpectations[type] ?? type}.`],
  [/ does not exist in "(\w+)" enum/, (type) => `expected a value of ${type}.`],
  [/Enum "(\w+)" cannot represent/, (type) => `expected a value of ${type}.`],
  [/(ID|Int|Float|String|Boolean) cannot represent/, (type) => `expected ${type}.`],
];

function expectation(said: string): string {
  const start = said.slice(0, longestMessage);
  for (const [pattern, say] of sayings) {
    const match = pattern.exec(start);
    if (match) return say(match[1] ?? '', match[2] ?? '');
  }
  return 'is not of the expected type.';
}

function absentVariable(message: string): Complaint | null {
  const [, at, type] = /^Variable "\$(\w+)" of (?:required|non-null) type "([\w![\]]+)" (?:was not provided|must not be null)/.exec(message) ?? [];
  return at && type ? { at, message: `${at}: ${type} must be given.` } : null;
}

function isName(text: string): boolean {
  return /^[$@]?[\w.[\]!]{1,100}$/.test(text);
}
