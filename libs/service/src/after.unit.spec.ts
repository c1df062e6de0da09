import { positionsIn } from './after.ts';

const secondsFromNow = (seconds: number) => Math.floor(Date.now() / 1_000 + seconds).toString(16);

describe('The positions in a header', () => {
  it('are those of moments that have come, by clocks that lie a little apart', () => {
    const header = `findings@${secondsFromNow(-5)}00000001, rounds@${secondsFromNow(30)}00000000, pools@`;
    expect(positionsIn(header)).toEqual(header.split(', '));
  });
  it.each(['f', 'ff', 'ffffffffffffffff', `${secondsFromNow(120)}00000000`])('are refused when one has not come, however it is written: %s', (moment) => {
    expect(() => positionsIn(`findings@0a,rounds@${moment}`)).toThrow('x-xunlian-after names a moment that has not come.');
  });
});
