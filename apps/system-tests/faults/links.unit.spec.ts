import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { startLinks, type Blow, type Links } from './links.ts';

const name = /^echo$/;
let links: Links;
let echo: Server;
let port: number;
let calls: Socket[];
let taken: Socket[];

beforeEach(async () => {
  [calls, taken] = [[], []];
  echo = createServer((socket) => void taken.push(socket.on('error', () => undefined).pipe(socket))).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  // Every throw of the dice hits.
  links = startLinks(() => 0);
  port = await links.between('echo', (echo.address() as AddressInfo).port);
});

afterEach(() => {
  links.stop();
  for (const socket of [...calls, ...taken]) socket.destroy();
  echo.close();
});

async function call(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  calls.push(socket);
  await once(socket, 'connect');
  return socket;
}

async function echoOf(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  const [said] = (await once(socket, 'data')) as [Buffer];
  return said.toString();
}

// `once` rejects with the error that comes before.
const closed = (socket: Socket): Promise<void> => new Promise((resolve) => { socket.on('close', () => { resolve(); }); });

const hits = (): number[] => (['delay', 'drop', 'half-open', 'reset'] satisfies Blow[]).map((blow) => links.hits(name, blow));

test('a connection that was there while its line was half-open stays silent, and does not even end; new ones get through', async () => {
  const old = await call();
  expect(await echoOf(old, 'before')).toBe('before');
  links.trouble(name, { kind: 'half-open' });
  expect(hits()).toEqual([0, 0, 0, 0]);
  old.write('meanwhile');
  const meant = await call();
  meant.write('to a line that is half-open');
  while (links.hits(name, 'half-open') < 2) await new Promise(setImmediate);
  links.trouble(name, null);
  for (const socket of taken) socket.destroy();
  old.write('later');
  expect(await echoOf(await call(), 'after')).toBe('after');
  expect([old.closed, old.bytesRead, meant.closed, meant.bytesRead]).toEqual([false, 'before'.length, false, 0]);
  expect(hits()).toEqual([0, 0, 2, 0]);
});

test('counts what came late', async () => {
  links.trouble(name, { kind: 'delay', ms: 1 });
  expect(hits()).toEqual([0, 0, 0, 0]);
  expect(await echoOf(await call(), 'late')).toBe('late');
  expect(hits()).toEqual([2, 0, 0, 0]);
});

test('counts connections that broke', async () => {
  const socket = await call();
  links.trouble(name, { kind: 'drop', oneIn: 1 });
  socket.write('lost');
  await closed(socket);
  expect(hits()).toEqual([0, 1, 0, 0]);
});

test('counts connections that were reset', async () => {
  const socket = await call();
  expect(await echoOf(socket, 'here')).toBe('here');
  links.reset(name);
  await closed(socket);
  expect(hits()).toEqual([0, 0, 0, 1]);
  links.reset(/^nobody$/);
  expect(hits()).toEqual([0, 0, 0, 1]);
});
