import { describe, expect, it } from '@jest/globals';
import type { Envelope } from '@xunlian/events';
import { letterHeaders, letterMessage } from './deadLetters.ts';
import { eventOf, isOfContract, messageOf, piecesOf } from './message.ts';

const event: Envelope = {
  topic: 'findings.clue.v1', type: 'ClueTransferred', subject: 'c~1', version: 3, at: '2020-01-01T00:00:00.000Z', correlation: 'r1',
  trace: '00-a-b-01', data: { lineage: ['43', '4313'], receiver: 'OTHER' },
};
const travelled = (sent: Envelope) => {
  const { key, value, headers } = messageOf(sent, 6);
  return { key: Buffer.from(String(key)), value: Buffer.from(String(value)), headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, text]) => [name, Buffer.from(String(text))])) };
};

describe('an event', () => {
  it('arrives as it was sent', () => {
    expect(eventOf(event.topic, travelled(event))).toEqual(event);
    const { trace: _none, ...untraced } = event;
    expect(eventOf(event.topic, travelled(untraced))).toEqual(untraced);
  });

  it('says in its headers what it is, whose it is and why it happened, for whoever does not read it', () => {
    expect(messageOf(event, 6).headers).toEqual({
      type: 'ClueTransferred', 'contract-version': '1', id: 'findings.clue.v1/c~1/3', at: event.at, causation: 'r1', correlation: 'r1', lineage: '43/4313', traceparent: '00-a-b-01',
    });
  });

  it('is empty where the message is, which breaks its contract', () => {
    expect(eventOf('t', { key: null, value: Buffer.from('{'), headers: {} })).toEqual({ topic: 't', type: '', subject: '', version: Number.NaN, at: '', correlation: '', data: undefined });
  });

  it('belongs to a topic only if it is written by that topic\'s version of the contract', () => {
    const sent = travelled(event);
    expect(isOfContract(event.topic, sent)).toBe(true);
    expect(isOfContract('findings.clue.v2', sent)).toBe(false);
    expect(isOfContract(event.topic, { headers: {} })).toBe(false);
  });
});

describe('a dead letter', () => {
  const letter = (value: Buffer) => letterMessage(
    { topic: event.topic, partition: 1, message: { ...travelled(event), value, offset: '7', timestamp: '0', attributes: 0 }, cause: 'c', attempts: 1 }, new Date(0));

  it('is as it came', () => {
    const value = Buffer.from('{');
    expect(letter(value)).toMatchObject({ key: 'findings.clue.v1/1/7', value });
    expect(letter(value).headers).not.toHaveProperty(letterHeaders.cut);
  });

  it('is cut to what a broker takes, and says how long it was', () => {
    const cut = letter(Buffer.alloc(10_000_000));
    expect(Buffer.byteLength(cut.value ?? '')).toBeLessThan(1_000_000);
    expect(cut.headers).toMatchObject({ [letterHeaders.cut]: '10000000' });
  });
});

describe('messages that are cut into pieces', () => {
  const cut = (values: readonly (string | null)[]) => piecesOf(values.map((value) => ({ message: { value } })), 6).map((piece) => piece.map(({ message }) => message.value));

  it('stay in order, no piece heavier than it may be but of one message alone', () => {
    expect(cut(['aaa', 'bbb', 'c', 'ddddddddd', 'e', null, 'fffff', 'g'])).toEqual([['aaa', 'bbb'], ['c'], ['ddddddddd'], ['e', null, 'fffff'], ['g']]);
    expect(cut([])).toEqual([]);
  });

  it('are weighed in bytes', () => {
    expect(cut(['巡', '联', 'x'])).toEqual([['巡', '联'], ['x']]);
  });
});
