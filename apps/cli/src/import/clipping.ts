const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const quote = 0x22;
const comma = 0x2c;

/** Where in a record a byte stands, by RFC 4180; `quote` is after one that closes a cell or begins a written-out quote. */
type Place = 'cell start' | 'plain' | 'quoted' | 'quote';

/**
 * Shortens records of more than so many bytes, so that a monstrous cell is never held; all others pass untouched. The
 * limit must be so high that a shortened record still has a cell that is too long. Line breaks within a record remain, so
 * that lines can be counted.
 */
export function recordClipper(limit: number): (chunk: Buffer) => Buffer {
  let place: Place = 'cell start';
  let length = 0;
  let clipping = false;
  return (chunk) => {
    const kept: Buffer[] = [];
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      const was = place;
      place = next(place, byte);
      if (isBreak(byte) && was !== 'quoted') {
        if (clipping) kept.push(Buffer.from('"'));
        if (clipping) from = at;
        [clipping, length] = [false, 0];
      } else if (!clipping && ++length > limit) {
        kept.push(chunk.subarray(from, at));
        // What is kept must stand within quotes from here on: they are closed at the end of the record.
        if (was !== 'quoted') kept.push(Buffer.from(',"'));
        clipping = true;
      }
      if (clipping && isBreak(byte)) kept.push(Buffer.from([byte]));
    }
    if (kept.length === 0 && !clipping) return chunk;
    return Buffer.concat(clipping ? kept : [...kept, chunk.subarray(from)]);
  };
}

function isBreak(byte: number): boolean {
  return byte === lineFeed || byte === carriageReturn;
}

function next(place: Place, byte: number): Place {
  if (place === 'quoted') return byte === quote ? 'quote' : 'quoted';
  if (byte === comma || isBreak(byte)) return 'cell start';
  if (byte === quote && place !== 'plain') return 'quoted';
  return place === 'quote' ? 'quoted' : 'plain';
}
