import { describe, expect, it } from '@jest/globals';
import { fingerprintOf, sealWith } from './cipher.ts';

const cipher = sealWith('ab'.repeat(32));

describe('the cipher', () => {
  it('opens at its place what was sealed there', () => expect(cipher.open(cipher.seal('线索', 'clues/c1/about'), 'clues/c1/about')).toBe('线索'));
  it('never seals the same text alike', () => expect(cipher.seal('x', 'p')).not.toBe(cipher.seal('x', 'p')));
  it('does not open at another place, with another key or after a change', () => {
    const sealed = cipher.seal('线索', 'clues/c1/about');
    expect(() => cipher.open(sealed, 'clues/c2/about')).toThrow();
    expect(() => sealWith('cd'.repeat(32)).open(sealed, 'clues/c1/about')).toThrow();
    const bytes = Buffer.from(sealed, 'base64');
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    expect(() => cipher.open(bytes.toString('base64'), 'clues/c1/about')).toThrow();
  });
  it('tells people apart without naming them', () => {
    expect(cipher.digest('甲')).toBe(cipher.digest('甲'));
    expect(cipher.digest('甲')).not.toBe(cipher.digest('乙'));
    expect(cipher.digest('甲')).toMatch(/^[0-9a-f]{32}$/);
  });
  it('is told from one with another key by a fingerprint', () => {
    expect(fingerprintOf('ab'.repeat(32))).toBe(fingerprintOf('AB'.repeat(32)));
    expect(fingerprintOf('ab'.repeat(32))).not.toBe(fingerprintOf('ac'.repeat(32)));
    expect(fingerprintOf('ab'.repeat(32))).toMatch(/^[0-9a-f]{32}$/);
  });
});
