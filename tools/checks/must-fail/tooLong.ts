// as: apps/findings/src/clue/resolvers.ts
/** Too long for one function, and for one file. */
export function long(): number { // refused: xunlian/functionLines
  let sum = 0;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  sum += 1;
  return sum;
}
