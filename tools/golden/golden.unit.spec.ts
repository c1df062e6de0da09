import { describe, expect, it } from '@jest/globals';
import { event, topic } from '@xunlian/events';
import type { GoldenRecord } from '@xunlian/harness';
import { z } from 'zod';
import { choose } from './choose.ts';
import { altered, sumOf, unreadable, wanting } from './complaints.ts';

const shape = { on: z.string().nullable(), kinds: z.array(z.string()) };
const declared = (more: z.ZodRawShape = {}) => topic('a.b.v1', event('BRecorded', { ...shape, ...more }), event('BEnded', { on: z.string() }));
const recorded = (subject: string, ...data: object[]): GoldenRecord =>
  ({ subject, facts: data.map((fields, place) => ({ type: 'BRecorded', version: place + 1, data: fields, kept: {} })), document: { code: subject } });
const file = (...records: GoldenRecord[]) => ({ path: 'a.b.v1/BRecorded.1.json', topic: 'a.b.v1', type: 'BRecorded', records });
const whole = file(recorded('b1', { on: '2020-01-01', kinds: [] }));

describe('golden files', () => {
  it('are wanting for a type of event that has none, and for a field that none of them has', () => {
    expect(wanting([declared()], [whole])).toMatchObject([{ type: 'BEnded', lacks: 'has no golden file' }]);
    expect(wanting([declared({ more: z.string().optional() })], [whole])).toMatchObject([{ type: 'BRecorded', lacks: 'has no golden file with more' }, { type: 'BEnded' }]);
  });
  it('are readable as long as the contract only gets optional fields', () => {
    expect(unreadable([declared({ more: z.string().optional() })], [whole])).toEqual([]);
    expect(unreadable([topic('a.b.v1', event('BRecorded', { endedOn: z.string() }))], [whole])).toEqual(['a.b.v1/BRecorded.1.json: BRecorded 1 of b1, endedOn: invalid_type']);
    expect(unreadable([], [whole])).toEqual(['a.b.v1/BRecorded.1.json: a.b.v1 is gone']);
  });
  it('are never changed, removed or put there by hand', () => {
    const sums = new Map([['kept', sumOf('1')], ['changed', sumOf('2')], ['removed', sumOf('3')]]);
    expect(altered(sums, new Map([['kept', '1'], ['changed', '2 '], ['made', '4']]))).toEqual(['changed is not what it was', 'made is not from here', 'removed is gone']);
  });
  it('have as few records as show everything: values, nulls, empty lists, and later events', () => {
    const records = [
      recorded('b1', { on: '2020-01-01', kinds: ['x'] }), recorded('b2', { on: null, kinds: ['x'] }),
      recorded('b3', { on: '2020-01-01', kinds: [] }, { on: null, kinds: ['x'] }), recorded('b4', { on: null, kinds: [] }),
    ];
    expect(choose('BRecorded', records).map(({ subject }) => subject)).toEqual(['b3']);
    expect(choose('BRecorded', records.toSpliced(2, 1)).map(({ subject }) => subject)).toEqual(['b1', 'b4']);
  });
});
