/** A file cannot be read any further; what stood before is not affected. */
export class BadFileError extends Error {
  /** Physical line, counted from 1, where the trouble begins. */
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.name = 'BadFileError';
    this.line = line;
  }
}
