// as: apps/findings/src/clue/rules.ts
import { readFileSync } from 'node:fs'; // refused: @typescript-eslint/no-restricted-imports
import { deciderStore } from '@xunlian/store'; // refused: @typescript-eslint/no-restricted-imports

/** What a rule may not do. */
export const wait = async (): Promise<void> => { // refused: no-restricted-syntax
  await Promise.resolve(); // refused: no-restricted-syntax
};

/** What a rule may not know. */
export const known = [
  new Date(), // refused: no-restricted-syntax
  Date.now(), // refused: no-restricted-syntax
  Math.random(), // refused: no-restricted-syntax
  process.env['HOME'], // refused: no-restricted-syntax
  readFileSync, deciderStore,
];
