import { DuckDBDateValue, DuckDBDecimalValue, DuckDBUUIDValue } from '@duckdb/node-api';
import fc from 'fast-check';
import { count, day, digest, flag, holds, oneOf, text, yuan, type Column } from './column.ts';

const letters = oneOf({ options: ['A', 'B'] });
const kept: readonly { what: string; column: Column; value: unknown; as: unknown }[] = [
  { what: 'the largest count of 32 bits', column: count, value: 2 ** 31 - 1, as: 2 ** 31 - 1 },
  { what: 'an amount to the fen', column: yuan, value: 123_456_789.05, as: new DuckDBDecimalValue(12_345_678_905n, 18, 2) },
  { what: 'the last day there is', column: day, value: '9999-12-31', as: new DuckDBDateValue(2_932_896) },
  { what: 'a digest', column: digest, value: `${'0'.repeat(30)}ff`, as: DuckDBUUIDValue.fromUint128(255n) },
  { what: 'one of the values', column: letters, value: 'B', as: 'B' },
];
const lost: readonly { what: string; column: Column; value: unknown }[] = [
  { what: 'a count beyond 32 bits', column: count, value: 2 ** 31 },
  { what: 'a part of a count', column: count, value: 1.5 },
  { what: 'an amount beyond 18 digits', column: yuan, value: 1e16 },
  { what: 'an amount beyond every number', column: yuan, value: Number.MAX_VALUE },
  { what: 'a day that does not exist', column: day, value: '2021-02-29' },
  { what: 'a digest of something else than 32 hex digits', column: digest, value: 'f'.repeat(33) },
  { what: 'a digest of nothing', column: digest, value: '' },
  { what: 'another value than those listed', column: letters, value: 'C' },
];

describe('A column', () => {
  it.each(kept)('keeps $what', ({ column, value, as }) => expect(column.keep(value)).toEqual(as));
  it.each(lost)('has no place for $what', ({ column, value }) => expect(column.keep(value)).toBeNull());
  it('never throws, whatever it is given', () =>
    fc.assert(fc.property(fc.anything(), (value) => {
      for (const column of [text, day, flag, count, yuan, digest, letters, holds('pools', 'LEADER')]) column.keep(value);
    }), { numRuns: 1_000 }));
});
