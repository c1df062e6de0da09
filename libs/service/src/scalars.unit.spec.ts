import { isPosition, isYuan, scalars } from './scalars.ts';

describe('A scalar', () => {
  it.each([[0, true], [0.1, true], [1234567.89, true], [0.285, false], [-1, false], [Number.NaN, false], [1e300, true]])('of yuan takes %d: %s', (amount, taken) => {
    expect(isYuan(amount)).toBe(taken);
  });

  it.each([['rounds@0a', true], ['rounds@', true], ['rounds', false], ['Rounds@0a', false], ['rounds@xyz', false]])('of position takes %s: %s', (text, taken) => {
    expect(isPosition(text)).toBe(taken);
  });

  it('refuses another type than its own without showing the value', () => {
    expect(() => scalars.Date.parseValue(20240101)).toThrow('Expected a day that exists, as YYYY-MM-DD.');
    expect(() => scalars.Yuan.parseValue('12')).toThrow('Expected a number that is not negative, with at most two decimals.');
  });
});
