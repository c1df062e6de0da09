import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { BOOLEAN, DATE, DECIMAL, DuckDBDateValue, DuckDBDecimalValue, DuckDBUUIDValue, ENUM, INTEGER, UUID, VARCHAR } from '@duckdb/node-api';
import { isDay } from '@xunlian/shared';

/** How one field of an event is kept in a column. */
export interface Column {
  readonly type: DuckDBType;
  /** Field of the event; null when it is named like the column. */
  readonly field: string | null;
  /** The field's value as DuckDB takes it; whatever has no place in the column becomes null, since one event that cannot be written stops the feed for good. */
  readonly keep: (value: unknown) => DuckDBValue;
}

const dayInMs = 86_400_000;
/** What 32 bits do not hold. */
const beyondInteger = 2 ** 31;
/** What 18 digits do not hold, two of which are fen. */
const beyondFen = 10 ** 18;

/** A code or another short text. */
export const text: Column = { type: VARCHAR, field: null, keep: (value) => (typeof value === 'string' ? value : null) };

/** A calendar day. */
export const day: Column = { type: DATE, field: null, keep: (value) => (typeof value === 'string' && isDay(value) ? dateOf(value) : null) };

/** Yes, no, or not stated. */
export const flag: Column = { type: BOOLEAN, field: null, keep: (value) => (typeof value === 'boolean' ? value : null) };

/** A number of things or people. */
export const count: Column = { type: INTEGER, field: null, keep: (value) => (typeof value === 'number' && isInteger(value) ? value : null) };

/** An amount in yuan, exact to two decimals. */
export const yuan: Column = { type: DECIMAL(18, 2), field: null, keep: (value) => (typeof value === 'number' ? amountOf(Math.round(value * 100)) : null) };

/** A digest of 32 hex digits, which stands for a person. */
export const digest: Column = {
  type: UUID,
  field: null,
  keep: (value) => (typeof value === 'string' && /^[0-9a-f]{32}$/.test(value) ? DuckDBUUIDValue.fromUint128(BigInt(`0x${value}`)) : null),
};

/** One of the values that a contract lists; kept as a number, grouped by name. */
export const oneOf = ({ options }: { readonly options: readonly string[] }): Column =>
  ({ type: ENUM(options), field: null, keep: (value) => (typeof value === 'string' && options.includes(value) ? value : null) });

/** Whether a field that is a list holds this value. */
export const holds = (field: string, member: string): Column => ({
  type: BOOLEAN,
  field,
  keep: (value) => Array.isArray(value) && value.includes(member),
});

/** A day as DuckDB counts it: days since 1970-01-01. */
function dateOf(value: string): DuckDBDateValue {
  return new DuckDBDateValue(Date.parse(value) / dayInMs);
}

/** Whether 32 bits hold the number, and nothing of it is lost. */
function isInteger(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) < beyondInteger;
}

/** So many fen as an amount in yuan; null where they are no number or have more digits than the column. */
function amountOf(fen: number): DuckDBDecimalValue | null {
  return Math.abs(fen) < beyondFen ? new DuckDBDecimalValue(BigInt(fen), 18, 2) : null;
}
