/** The command cannot go on; the message is one line for the person at the terminal. */
export class CommandFailure extends Error {
  /** 1 the system or the data refused, 2 the command was used wrongly. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.name = 'CommandFailure';
    this.exitCode = exitCode;
  }
}

/** The graph answered with an error. */
export class GraphError extends Error {
  /** `INVALID`, `BEHIND` and so on; `UNAVAILABLE` too when nothing answered at all. */
  readonly code: string;
  /** Path of the wrong value from its variable: `rows[3].foundOn`; null when the error is about no variable. */
  readonly at: string | null;

  constructor(message: string, code: string, at: string | null = null) {
    super(message);
    this.name = 'GraphError';
    this.code = code;
    this.at = at;
  }
}

/** Whether the same request may well be answered a little later. */
export function isPassing(error: unknown): boolean {
  return error instanceof GraphError && (error.code === 'BEHIND' || error.code === 'UNAVAILABLE');
}
