import { setTimeout as pause } from 'node:timers/promises';
import type { Front } from '@xunlian/service';
import { instancesAt } from '../src/instances.ts';
import { ask, startGatewayOver, startProcess, type Process } from './processes.ts';
import { keyOf, startTestService } from './services.ts';

describe('The gateway and the processes of a service', () => {
  const started: Process[] = [];
  let gateway: Front | undefined;
  const process = async (answer: Parameters<typeof startProcess>[0]) => {
    const one = await startProcess(answer);
    started.push(one);
    return one;
  };
  afterEach(async () => {
    for (const one of started.splice(0)) one.stop();
    await gateway?.stop();
    gateway = undefined;
  });

  it('hands a question that breaks whoever takes it to two of them, not to all', async () => {
    const breaking = () => process((_, response) => response.socket?.destroy());
    const processes = [await breaking(), await breaking(), await breaking(), await breaking()];
    gateway = await startGatewayOver({ letters: processes.map(({ url }) => url), readers: [] });
    expect((await ask(gateway, '{ asked }')).errors).toMatchObject([{ message: 'The letters service does not answer at the moment.', extensions: { code: 'UNAVAILABLE' } }]);
    expect(processes.reduce((all, one) => all + one.asked(), 0)).toBe(2);
  });

  it('does not say of a command that it was not carried out when only its answer is short of another service', async () => {
    const letters = await process((text, response) => {
      const letter = { code: 'l0', reader: { __typename: 'Reader', code: 'r0' } };
      const data = text.includes('sendLetter') ? { sendLetter: { position: 'letters@0a', letter } } : null;
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }));
    });
    const away = await process(() => {});
    away.stop();
    gateway = await startGatewayOver({ letters: [letters.url], readers: [away.url] });
    expect(await ask(gateway, 'mutation { sendLetter(code: "l0") { position letter { code reader { name } } } }')).toEqual({
      data: { sendLetter: { position: 'letters@0a', letter: { code: 'l0', reader: { name: null } } } },
      errors: [{ message: 'The readers service does not answer at the moment.', extensions: { code: 'UNAVAILABLE' } }],
    });
  });

  it.each([
    { rule: 'each gets its own reply', reply: '[{"data":{"_entities":[{"name":"first"}]}},{"data":{"_entities":[{"name":"second"}]}}]', names: ['first', 'second'], codes: [] },
    { rule: 'a refusal of all is told of each', reply: '{"errors":[{"message":"Not yet.","extensions":{"code":"BEHIND"}}]}', names: [null, null], codes: ['BEHIND', 'BEHIND'] },
    { rule: 'fewer replies than questions are none', reply: '[{"data":{"_entities":[{"name":"first"}]}}]', names: [null, null], codes: ['UNAVAILABLE', 'UNAVAILABLE'] },
  ])('asks one service once for what two lists refer to, and $rule', async ({ reply, names: [one, other], codes }) => {
    const letter = [{ code: 'l0', reader: { __typename: 'Reader', code: 'r0' } }];
    const letters = await process((_text, response) => response.end(JSON.stringify({ data: { one: letter, other: letter } })));
    const readers = await process((_text, response) => response.end(reply));
    gateway = await startGatewayOver({ letters: [letters.url], readers: [readers.url] });
    const { data, errors = [] } = await ask(gateway, '{ one: letters(first: 1) { reader { name } } other: letters(first: 1) { reader { name } } }');
    expect(data).toEqual({ one: [{ reader: { name: one } }], other: [{ reader: { name: other } }] });
    expect(errors.map(({ extensions }) => extensions)).toEqual(codes.map((code) => ({ code })));
    expect([letters.asked(), readers.asked()]).toEqual([1, 1]);
  });

  it('passes over a process that takes its requests for a stranger\'s, of commands too, and says so when there is no other', async () => {
    const letters = await startTestService('letters');
    const strange = await startTestService('letters', 0, keyOf('another'));
    const asking = async (...urls: readonly string[]) => {
      const front = await startGatewayOver({ letters: urls, readers: [] });
      const answers = await Promise.all(Array.from({ length: 4 }, () => ask(front, 'mutation { recordLetters(rows: []) { created } }')));
      await front.stop();
      return answers.map(({ errors }) => errors?.[0]);
    };
    try {
      expect(await asking(strange.url, letters.url)).toEqual([undefined, undefined, undefined, undefined]);
      expect(await asking(strange.url)).toContainEqual(expect.objectContaining({ message: expect.stringContaining('was not carried out') as string, extensions: { code: 'UNAVAILABLE' } }));
    } finally {
      await Promise.all([letters.stop(), strange.stop()]);
    }
  });

  it('lets nobody wait behind requests that wait for a position, however many', async () => {
    const letters = await process((text, response) => { if (text !== 'awaits') response.end(text); });
    const instances = instancesAt([letters.url]);
    const post = (body: string, awaits: boolean) => instances.post({ posting: () => ({ body, headers: {} }), repeatable: true, awaits, until: performance.now() + 5_000 });
    const awaiting = Array.from({ length: 200 }, () => post('awaits', true).catch(() => 'given up'));
    expect(await Promise.all(Array.from({ length: 64 }, () => post('asks', false)))).toEqual(Array.from({ length: 64 }, () => 'asks'));
    letters.stop();
    expect(new Set(await Promise.all(awaiting))).toEqual(new Set(['given up']));
    await instances.close();
  });

  it('gives up what a process that hangs was asked when its time is over, what was not even sent too', async () => {
    const hanging = await process(() => {});
    const instances = instancesAt([hanging.url]);
    const begun = performance.now();
    const posting = () => ({ body: '{}', headers: {} });
    const names = await Promise.all(Array.from({ length: 600 }, async () => {
      const failure: unknown = await instances.post({ posting, repeatable: true, awaits: false, until: begun + 1_500 }).catch((reason: unknown) => reason);
      return failure instanceof Error ? `${failure.name} ${performance.now() - begun < 1_400 ? 'at once' : 'in time'}` : 'answered';
    }));
    expect(performance.now() - begun).toBeLessThan(3_000);
    const counts = [...Map.groupBy(names, (name) => name)].map(([name, those]) => `${those.length} ${name}`);
    expect(counts.sort()).toEqual(['24 NotSent at once', '512 NotSent in time', '64 Late in time']);
    expect(hanging.asked()).toBe(64);
    await instances.close();
  });

  it('lets the others answer while one of them hangs with all it can take', async () => {
    const hanging = await process(() => {});
    const answering = await process((_, response) => response.end('{"data":{}}'));
    const instances = instancesAt([hanging.url, answering.url]);
    const posting = () => ({ body: '{}', headers: {} });
    const until = performance.now() + 3_000;
    const post = () => instances.post({ posting, repeatable: true, awaits: false, until }).catch(() => null);
    const filling = Promise.all(Array.from({ length: 300 }, post));
    while (hanging.asked() < 64) await pause(10);
    expect(await Promise.all(Array.from({ length: 40 }, post))).toEqual(Array.from({ length: 40 }, () => '{"data":{}}'));
    expect((await filling).filter((text) => text !== null)).toHaveLength(150);
    await instances.close();
  });
});
