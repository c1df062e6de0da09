// as: apps/findings/src/clue/helpers.ts // refused: xunlian/fileName
void 0;
