import fc from 'fast-check';
import { recordClipper } from './clipping.ts';

const cell = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', '字', ' '), maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('a', ',', '\r\n', '\n', '""'), maxLength: 12 }).map((text) => `"${text}"`),
);
const csv = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }).map((cells) => cells.join(',')), { maxLength: 6 }).map((records) => records.join('\r\n'));

function clip(limit: number, text: string, piece: number): string {
  const bytes = Buffer.from(text);
  const clipper = recordClipper(limit);
  const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, index) => clipper(bytes.subarray(index * piece, (index + 1) * piece)));
  return Buffer.concat(pieces).toString();
}

describe('clipping', () => {
  it('leaves records under the limit as they are, however the bytes arrive', () => {
    fc.assert(fc.property(csv, fc.integer({ min: 1, max: 20 }), (text, piece) => { expect(clip(1000, text, piece)).toBe(text); }));
  });
  it('leaves every line break where it was, so that lines can be counted', () => {
    const breaks = (text: string) => text.match(/\r|\n/g)?.join('') ?? '';
    fc.assert(fc.property(csv, fc.integer({ min: 1, max: 20 }), (text, piece) => { expect(breaks(clip(10, text, piece))).toBe(breaks(text)); }));
  });
  it.each([
    ['a plain cell', 'a,xxxxxxxxxxxx,b\r\nc,d,e\r\n', 'a,xxxxxx,""\r\nc,d,e\r\n'],
    ['a quoted cell', 'a,"xxxxxx,xxxxx",b\r\nc,d,e\r\n', 'a,"xxxxx"\r\nc,d,e\r\n'],
    ['a written-out quote', 'a,"xxxx""xxxxx",b\r\nc,d,e\r\n', 'a,"xxxx",""\r\nc,d,e\r\n'],
  ])('shortens a long record within %s and goes on with the next', (_, text, clipped) => {
    expect(clip(8, text, 5)).toBe(clipped);
  });
});
