import { describe, expect, it } from '@jest/globals';
import { isAbove, oversees, ownerOf } from './lineage.ts';

const province = ['430000'];
const city = ['430000', '431300'];

describe('a lineage', () => {
  it('oversees itself and what lies below, not what lies above or beside', () => {
    expect(oversees(province, city)).toBe(true);
    expect(oversees(city, city)).toBe(true);
    expect(oversees(city, province)).toBe(false);
    expect(oversees(['430000', '431200'], city)).toBe(false);
  });
  it('is not read from the digits of a code', () => expect(oversees(['43'], city)).toBe(false));
  it('stands above only when it is shorter', () => {
    expect(isAbove(province, city)).toBe(true);
    expect(isAbove(city, city)).toBe(false);
  });
  it('ends with its owner', () => expect(ownerOf(city)).toBe('431300'));
});
