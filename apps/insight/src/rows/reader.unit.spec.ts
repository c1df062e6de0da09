import { remembering } from './reader.ts';

describe('an answer', () => {
  let [asked, turns] = [[] as string[], 0];
  let failing = false;
  const ask = remembering((sql) => {
    asked.push(sql);
    return failing ? Promise.reject(new Error('gone')) : Promise.resolve([[asked.length]]);
  }, () => turns);
  beforeEach(() => { [asked, turns, failing] = [[], turns + 1, false]; });

  it('is given again for as long as nothing is written, to those too who ask before it is there', async () => {
    expect(await Promise.all([ask('a'), ask('a'), ask('b')])).toEqual([[[1]], [[1]], [[2]]]);
    expect(await ask('a')).toEqual([[1]]);
    expect(asked).toEqual(['a', 'b']);
  });

  it('is never older than the last write', async () => {
    expect(await ask('a')).toEqual([[1]]);
    turns += 1;
    expect(await ask('a')).toEqual([[2]]);
  });

  it('that did not come is asked for again', async () => {
    failing = true;
    await expect(ask('a')).rejects.toThrow('gone');
    failing = false;
    expect(await ask('a')).toEqual([[2]]);
  });

  it('is forgotten when there are too many', async () => {
    for (let number = 0; number < 501; number += 1) await ask(`a${number}`);
    await ask('a0');
    expect(asked.filter((sql) => sql === 'a0')).toHaveLength(2);
  });
});
