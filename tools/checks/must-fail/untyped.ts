/** Nobody waits for it. */
export function start(): void {
  Promise.resolve(1); // refused: @typescript-eslint/no-floating-promises
}

/** Nobody knows what it is. */
export const parsed = (text: string): string => JSON.parse(text).code; // refused: @typescript-eslint/no-unsafe-return
