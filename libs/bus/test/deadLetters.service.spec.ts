import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { confessionTopic } from '@xunlian/events';
import { connected, kafkaClient } from '../src/kafka/client.ts';
import { dropLetter, lettersOf, sendAgain } from '../src/kafka/deadLetterBox.ts';
import { eventBroken, eventDeadLettered } from '../src/occurrences.ts';
import { commit } from './journal.ts';
import { kafkaRoom } from './kafkaRoom.ts';
import { memory } from './memory.ts';

const { client, own, settings, open, stopAtEnd, startRelay, follow } = kafkaRoom();
/** How often an event is tried, with others and by itself, before it is put aside. */
const mostTries = 6;
const command = new URL('../src/kafka/command.ts', import.meta.url).pathname;

describe('an event that cannot be taken', () => {
  it('is put aside with its cause, and all others are taken; sent again it is taken too', async () => {
    const bad = new Set(['poison']);
    const kept = memory(({ events }) => events.some(({ subject }) => bad.has(subject)));
    await startRelay();
    const feed = await follow(kept.projection);
    const rows = Array.from({ length: 60 }, (_, index) => ({ s: `s${index % 20}`, v: 1 + Math.floor(index / 20) }));
    const moment = await commit(client(), own(), [...rows.slice(0, 30), { s: 'poison', v: 1 }, { s: 'broken', v: 1, data: { lineage: 'x' } }, ...rows.slice(30)]);
    expect(await feed.reached('findings', moment, 30_000)).toBe(true);
    expect(kept.seen().sort()).toEqual(rows.map(({ s, v }) => `${s}/${v}`).sort());
    const letters = await lettersOf(settings(), 'insight');
    expect(letters.map(({ subject, cause }) => [subject, cause]).sort()).toEqual([['broken', 'breaks its contract: lineage: invalid_type; receivedOn: invalid_type'], ['poison', 'the disk is full']]);
    const [poison, broken] = ['poison', 'broken'].map((subject) => letters.find((letter) => letter.subject === subject));
    if (!poison || !broken) throw new Error('Both were found above.');
    expect(Number(poison.attempts)).toBe(mostTries);
    bad.clear();
    await sendAgain(settings(), poison);
    await dropLetter(settings(), broken);
    for (const deadline = Date.now() + 10_000; !kept.versions.has('poison') && Date.now() < deadline;) await pause(50);
    expect(kept.versions.get('poison')).toBe(1);
    expect(await lettersOf(settings(), 'insight')).toEqual([]);
  }, 60_000);

  it('is put aside by itself: one behind it that fails once is tried again', async () => {
    let failures = 0;
    const kept = memory(({ events }) => events.some(({ version }) => version === 1) || (events.length === 1 && (failures += 1) === 1));
    await startRelay();
    const feed = await follow(kept.projection);
    const moment = await commit(client(), own(), [{ s: 'a', v: 1 }, { s: 'a', v: 2 }, { s: 'a', v: 3 }]);
    expect(await feed.reached('findings', moment, 30_000)).toBe(true);
    expect(kept.seen()).toEqual(['a/2', 'a/3']);
    expect(await lettersOf(settings(), 'insight')).toHaveLength(1);
  }, 60_000);

  it('stays aside where a later version of its record was taken: sent again it would change nothing', async () => {
    const kept = memory(({ events }) => events.some(({ version }) => version === 2));
    await startRelay();
    const feed = await follow(kept.projection);
    const moment = await commit(client(), own(), [{ s: 'a', v: 1 }, { s: 'a', v: 2 }, { s: 'a', v: 3 }]);
    expect(await feed.reached('findings', moment, 30_000)).toBe(true);
    expect(kept.seen()).toEqual(['a/1', 'a/3']);
    const [letter] = await lettersOf(settings(), 'insight');
    if (!letter) throw new Error('One was put aside.');
    const env = { ...process.env, KAFKA_BROKERS: settings().brokers.join(','), KAFKA_PREFIX: settings().prefix };
    const retry = spawn(process.execPath, [command, 'dead-letters', 'retry', letter.origin, '--service', 'insight'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const [out, err] = await Promise.all([text(retry.stdout), text(retry.stderr), once(retry, 'exit')]);
    expect([retry.exitCode, out, err]).toEqual([1, '', `${letter.origin} is not sent again: version 3 of a lies behind it, past which version 2 changes nothing; rebuild what insight keeps of it (xunlian rebuild insight READ-MODEL), then drop the letter.\n`]);
    expect((await lettersOf(settings(), 'insight')).map(({ origin }) => origin)).toEqual([letter.origin]);
  }, 60_000);

  it('is passed over by who takes everything once more, and not put aside again', async () => {
    const [kept, again] = [memory(), memory()];
    await startRelay();
    const feed = await follow(kept.projection);
    const moment = await commit(client(), own(), [{ s: 'broken', v: 1, data: { lineage: 'x' } }, { s: 'a', v: 1 }]);
    expect(await feed.reached('findings', moment, 30_000)).toBe(true);
    const replay = stopAtEnd((await open('insight', false)).replay([confessionTopic], (events) => again.projection.apply({ events, cursors: {} })));
    expect(await replay.passed(await kept.projection.cursors(), 30_000)).toBe(true);
    expect(again.seen()).toEqual(['a/1']);
    expect(await lettersOf(settings(), 'insight')).toHaveLength(1);
  }, 60_000);

  it('is not put aside because the world fails; what breaks its contract meanwhile is put aside once', async () => {
    let [works, tries, aside, broken] = [false, 0, 0, 0];
    const deaf = [eventDeadLettered.hear(() => { aside += 1; }), eventBroken.hear(() => { broken += 1; })];
    stopAtEnd({ stop: () => Promise.resolve(deaf.forEach((stop) => stop())) });
    const kept = memory(({ events }) => {
      if (events.some(({ subject }) => subject === 'a')) tries += 1;
      return !works;
    });
    await startRelay();
    const feed = await follow(kept.projection);
    const moment = await commit(client(), own(), [{ s: 'a', v: 1 }, { s: 'a', v: 2, data: { lineage: 'x' } }, { s: 'b', v: 1 }]);
    while (tries <= mostTries) await pause(20);
    works = true;
    expect(await feed.reached('findings', moment, 15_000)).toBe(true);
    expect(kept.seen().sort()).toEqual(['a/1', 'b/1']);
    expect((await lettersOf(settings(), 'insight')).map(({ subject, cause }) => [subject, cause])).toEqual([['a', expect.stringMatching(/^breaks its contract/)]]);
    expect({ aside, broken }).toEqual({ aside: 1, broken: 1 });
  }, 60_000);

  it('is listed though it has no value, and is sent again as it was', async () => {
    const kept = memory();
    await startRelay();
    const feed = await follow(kept.projection);
    const producer = await connected(kafkaClient(settings(), 'test').producer());
    await producer.send({ topic: settings().prefix + confessionTopic.name, acks: -1, messages: [{ key: 'void', value: null, headers: { type: 'ConfessionRecorded', 'contract-version': '1' } }] });
    await producer.disconnect();
    const moment = await commit(client(), own(), [{ s: 'void', v: 1 }]);
    expect(await feed.reached('findings', moment, 30_000)).toBe(true);
    const [letter] = await lettersOf(settings(), 'insight');
    expect(letter).toMatchObject({ subject: 'void', type: 'ConfessionRecorded', cause: expect.stringMatching(/^breaks its contract/) as unknown, message: { value: null } });
    if (!letter) throw new Error('It was found above.');
    await sendAgain(settings(), letter);
    let again: typeof letter | undefined;
    for (const deadline = Date.now() + 10_000; !again && Date.now() < deadline;) [again] = await lettersOf(settings(), 'insight');
    expect(again).toMatchObject({ subject: 'void', message: { value: null } });
    expect(again?.origin).not.toBe(letter.origin);
  }, 60_000);
});

describe('the box of dead letters', () => {
  it('is missed by the name of its topic where nobody has made it', async () => {
    const elsewhere = { ...settings(), prefix: `${settings().prefix}elsewhere.` };
    await expect(lettersOf(elsewhere, 'insight')).rejects.toThrow(`Kafka has no topic ${elsewhere.prefix}insight.dead-letters.v1: run xunlian topics apply.`);
  });
});
