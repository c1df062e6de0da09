import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { startFront, type Front } from './front.ts';

const channel = 'http.server.request.start';
/** More than the machine keeps between two ends of a connection. */
const long = 'x'.repeat(32 * 1024 * 1024);

describe('A connection to a front', () => {
  let front: Front;
  let client: Socket;
  /** The other end of it, and what lets the request be answered. */
  let [server, answer]: [Socket | null, ((body: string) => void) | null] = [null, null];
  const note = (message: unknown) => { server = (message as { socket: Socket }).socket; };

  beforeEach(async () => {
    subscribe(channel, note);
    const answers = () => new Promise<string>((resolve) => { answer = resolve; });
    front = await startFront({ port: 0, host: '127.0.0.1', ready: async () => null, metrics: async () => '', answer: async () => ({ status: 200, body: await answers() }) });
    client = connect(Number(new URL(front.url).port), '127.0.0.1');
    await once(client, 'connect');
  });
  afterEach(async () => {
    unsubscribe(channel, note);
    client.destroy();
    await front.stop();
  });

  const until = async (holds: () => boolean) => {
    while (!holds()) await turn();
  };
  const asked = async (): Promise<Socket> => {
    [server, answer] = [null, null];
    client.write('POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}');
    await until(() => server !== null && answer !== null);
    return server ?? client;
  };

  it('is ended when nothing of an answer is taken for as long as an idle one is kept', async () => {
    const socket = await asked();
    answer?.(long);
    await until(() => socket.writableLength > 0);
    expect(socket.timeout).toBe(75_000);
    // As it is when the time is over.
    socket.emit('timeout');
    expect(socket.destroyed).toBe(true);
  });

  it('waits for an answer as long as it takes, the first and the next', async () => {
    client.resume();
    for (let time = 0; time < 2; time += 1) {
      const socket = await asked();
      expect(socket.timeout ?? 0).toBe(0);
      answer?.('{}');
      await once(client, 'data');
      await until(() => socket.timeout !== 0 && socket.writableLength === 0);
      expect(socket.timeout).toBeGreaterThanOrEqual(75_000);
    }
  });
});
