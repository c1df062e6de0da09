import { hasDecimals, isDay } from '@xunlian/shared';
import type { ValueNode } from 'graphql';
import { GraphQLScalarType, Kind } from 'graphql';

const positionPattern = /^[a-z]{1,32}@[0-9a-f]{0,1024}$/;

/** Whether a text has the form `service@hex` of a position. */
export function isPosition(text: string): boolean {
  return positionPattern.test(text);
}

/** Whether a number is an amount in yuan: finite, not negative, at most two decimals. */
export function isYuan(amount: number): boolean {
  return amount >= 0 && hasDecimals(amount, 2);
}

/** What each scalar of `common.graphql` expects, in the words that a caller reads after a wrong value. */
export const scalarExpectations: Readonly<Record<string, string>> = {
  Date: 'a day that exists, as YYYY-MM-DD',
  Position: 'a position, as service@hex',
  Yuan: 'a number that is not negative, with at most two decimals',
};

/** Resolvers of the scalars in `common.graphql`; a wrong value throws, and the message never holds the value. */
export const scalars = {
  Date: textScalar('Date', isDay),
  Position: textScalar('Position', isPosition),
  Yuan: new GraphQLScalarType<number, number>({
    name: 'Yuan',
    serialize: yuan,
    parseValue: yuan,
    parseLiteral: (node) => yuan(node.kind === Kind.INT || node.kind === Kind.FLOAT ? Number(node.value) : undefined),
  }),
};

function textScalar(name: string, accepts: (text: string) => boolean): GraphQLScalarType<string, string> {
  const check = (value: unknown): string => {
    if (typeof value === 'string' && accepts(value)) return value;
    throw new TypeError(`Expected ${scalarExpectations[name]}.`);
  };
  const parseLiteral = (node: ValueNode) => check(node.kind === Kind.STRING ? node.value : undefined);
  return new GraphQLScalarType({ name, serialize: check, parseValue: check, parseLiteral });
}

function yuan(value: unknown): number {
  if (typeof value === 'number' && isYuan(value)) return value;
  throw new TypeError(`Expected ${scalarExpectations.Yuan}.`);
}
