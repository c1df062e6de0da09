/** What the caller knows of a command: it was carried out, it was not, or nobody said. */
export type Outcome = 'done' | 'refused' | 'unknown';

/** What is stated of one record: its values by field, in a row or by themselves. */
export type Stated = Readonly<Record<string, unknown>>;

/** Variables of a command: a row of what is stated, or the record and what is stated of it. */
export type Variables = { readonly rows: readonly [Stated] } | { readonly clue: string; readonly on: string };

/** One command as its caller saw it. */
export interface Entry {
  /** Id of the request, under which the journal keeps its fact. */
  readonly id: string;
  readonly mutation: string;
  readonly variables: Variables;
  /** When it was sent, and how long the answer took: ms. */
  readonly at: number;
  readonly ms: number;
  readonly outcome: Outcome;
  /** Code of the refusal, or how the connection failed; empty when it was done. */
  readonly why: string;
  /** Facts that a command carried out has made: none where nothing changed. */
  readonly facts: 0 | 1;
  /** Whether the rules demand a refusal. */
  readonly mustFail: boolean;
}

/** Notes commands as they are answered. */
export interface Recorder {
  readonly entries: readonly Entry[];
  readonly note: (entry: Entry) => void;
}

/** A recorder without entries. */
export function startRecorder(): Recorder {
  const entries: Entry[] = [];
  return { entries, note: (entry) => void entries.push(entry) };
}
