/** What a caller learns of a command or question that the domain declines. */
export type RefusalCode = 'NOT_FOUND' | 'FORBIDDEN' | 'CONFLICT' | 'INVALID' | 'BEHIND';

/** The domain declines. Its message is shown to the caller as written: it never holds sealed text. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  /** Input field that the refusal is about, camelCase; null when it is about the record as a whole. */
  readonly field: string | null;

  constructor(code: RefusalCode, message: string, field: string | null = null) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.field = field;
  }
}
