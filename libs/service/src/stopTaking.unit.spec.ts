import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { stopTaking } from './stopTaking.ts';

describe('a listener that stops', () => {
  it('takes everybody who had come, and nobody else', async () => {
    const server = createServer((socket) => { socket.end('taken'); });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const clients = Array.from({ length: 50 }, () => connect(port, '127.0.0.1'));
    const told = Promise.all(clients.map(async (client) => {
      let text = '';
      client.setEncoding('utf8').on('data', (piece: string) => { text += piece; }).on('error', ({ message }) => { text = message; });
      await once(client, 'close');
      return text;
    }));
    await stopTaking(server);
    expect(await told).toEqual(clients.map(() => 'taken'));
    const late = connect(port, '127.0.0.1');
    expect(await once(late, 'error')).toMatchObject([{ code: 'ECONNREFUSED' }]);
  });
});
