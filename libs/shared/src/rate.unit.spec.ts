import { describe, expect, it } from '@jest/globals';
import { rate } from './rate.ts';

describe('a rate', () => {
  it('is rounded half up to two decimals', () => {
    expect(rate(16, 336).percent).toBe(4.76);
    expect(rate(1, 3).percent).toBe(33.33);
    expect(rate(2, 3).percent).toBe(66.67);
    expect(rate(1, 800).percent).toBe(0.13);
    expect(rate(57, 20_000).percent).toBe(0.29);
  });
  it('has no percent without a base', () => expect(rate(0, 0)).toEqual({ part: 0, whole: 0, percent: null }));
});
