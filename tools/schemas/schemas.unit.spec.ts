import { describe, expect, it } from '@jest/globals';
import { event, topic } from '@xunlian/events';
import { z } from 'zod';
import { breaks, schemaOf } from './schemas.ts';

const contract = (shape: z.ZodRawShape) => schemaOf(topic('a.b.v1', event('BRecorded', shape)));
const old = contract({ on: z.string(), kind: z.enum(['X', 'Y']) });

describe('the contract of a topic', () => {
  it('takes a new optional field and new words', () => {
    expect(breaks(old, contract({ on: z.string().describe('Day.'), kind: z.enum(['X', 'Y']), more: z.string().optional() }))).toEqual([]);
  });
  it('is broken by a field that is gone, changed or newly required', () => {
    expect(breaks(old, contract({ kind: z.enum(['X', 'Y']) }))).toEqual(['a.b.v1: BRecorded.on is not what it was']);
    expect(breaks(old, contract({ on: z.string(), kind: z.enum(['X']) }))).toEqual(['a.b.v1: BRecorded.kind is not what it was']);
    expect(breaks(old, contract({ on: z.string(), kind: z.enum(['X', 'Y']), more: z.string() }))).toEqual(['a.b.v1: BRecorded.more is newly required']);
  });
  it('is broken for who knows the old one by a field that is no longer required, and by a new type of event', () => {
    expect(breaks(old, contract({ on: z.string().optional(), kind: z.enum(['X', 'Y']) }))).toEqual(['a.b.v1: BRecorded.on is no longer required']);
    const shape = { on: z.string(), kind: z.enum(['X', 'Y']) };
    expect(breaks(old, schemaOf(topic('a.b.v1', event('BRecorded', shape), event('BMoved', shape))))).toEqual(['a.b.v1: BMoved is new']);
  });
});
