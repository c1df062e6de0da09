/** Writes one line of the log. */
export function report(message: string, about: object): void {
  process.stderr.write(`${JSON.stringify({ level: 'error', at: new Date().toISOString(), message, ...about })}\n`);
}
