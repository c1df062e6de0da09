import { complaint } from './log.ts';

test.each([
  ['{"level":"info","message":"ready"}', null],
  ['{"level":"warn","message":"slow"}', 'slow'],
  ['{"level":"error","message":"no answer","error":"MongoError"}', 'no answer: MongoError'],
  ['{"level":50,"msg":"broken","error":{"message":"cause"}}', 'broken: cause'],
  ['{"level":', null],
  ['plain words', null],
  ['    at startServer (main.ts:1)', null],
  ['TypeError: x is not a function', 'TypeError: x is not a function'],
])('of %s a person sees %s', (line, seen) => {
  expect(complaint(line)).toBe(seen);
});
