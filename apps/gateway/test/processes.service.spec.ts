import type { Front } from '@xunlian/service';
import { ask, startGatewayOver, startProcess, type Process } from './processes.ts';

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
});
