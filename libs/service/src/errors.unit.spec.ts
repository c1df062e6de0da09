import { Refusal } from '@xunlian/shared';
import { GraphQLError } from 'graphql';
import { isInternal, shownError } from './errors.ts';

describe('What the log must hold', () => {
  it('is every failure whose cause the caller does not read, whatever was thrown', () => {
    expect(isInternal(new RangeError('Maximum call stack size exceeded'))).toBe(true);
    expect(isInternal(new GraphQLError('driver text', { originalError: new Error('driver text') }))).toBe(true);
  });

  it('is not what the caller reads in full', () => {
    expect(isInternal(new GraphQLError('There is none.', { path: ['reader'], originalError: new Refusal('NOT_FOUND', 'There is none.') }))).toBe(false);
    expect(isInternal(new GraphQLError('Not at the moment.', { extensions: { code: 'UNAVAILABLE' } }))).toBe(false);
  });
});

it('says in a sentence that a document is nested too deeply', () => {
  const error = new GraphQLError('Maximum call stack size exceeded', { extensions: { code: 'GRAPHQL_PARSE_FAILED' } });
  expect(shownError(error.toJSON(), error)).toEqual({ message: 'The document is nested too deeply.', extensions: { code: 'INVALID' } });
});
