// as: apps/findings/src/clue/resolvers.ts
export const undocumented = 1; // refused: xunlian/docstring
/** Not an error. */
export class Clue {} // refused: no-restricted-syntax
/** By name only. */
export default function clue(a: number, b: number, c: number, d: number): number { // refused: no-restricted-syntax
  console.log(a); // refused: no-console
  const port: any = process.env['PORT']; // refused: no-restricted-syntax
  const day: any = port; // refused: @typescript-eslint/no-explicit-any
  return (day as unknown as number) + b + c + d; // refused: no-restricted-syntax
}
/** Four parameters. */
export const four = (a: number, b: number, c: number, d: number): number => a + b + c + d; // refused: @typescript-eslint/max-params
