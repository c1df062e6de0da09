import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { stopTaking } from '@xunlian/service';

/** What is wrong with a line: everything comes late, connections break now and then, or they stay open and carry nothing. */
export type Trouble =
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'drop'; readonly oneIn: number }
  | { readonly kind: 'half-open' };

/** What can be done to a line. */
export type Blow = Trouble['kind'] | 'reset';

/** The lines between the processes of a cluster, each through a proxy that can be made to fail. */
export interface Links {
  /** Puts a proxy before who listens at a port; gives the proxy's port. */
  readonly between: (name: string, port: number) => Promise<number>;
  /**
   * Makes the lines to whoever matches fail from now on, or lets them be again. A connection that was there while they were half-open
   * carries nothing any more, not even its end: who holds it must notice by himself. New ones get through.
   */
  readonly trouble: (names: RegExp, trouble: Trouble | null) => void;
  /** Hears every piece that goes to whoever matches before it goes on, until the function that it gives is called. */
  readonly overhear: (names: RegExp, hear: (piece: Buffer) => void) => () => void;
  /** Lets nobody new through to whoever has this name; connections that there are stay. */
  readonly close: (name: string) => Promise<void>;
  /** Lets everybody through again. */
  readonly open: (name: string) => Promise<void>;
  /** Resets every connection to whoever matches. */
  readonly reset: (names: RegExp) => void;
  /** What a blow did so far to the lines to whoever matches: pieces that came late, connections that broke, that swallowed something or that were reset. */
  readonly hits: (names: RegExp, blow: Blow) => number;
  readonly stop: () => void;
}

interface Line {
  readonly name: string;
  /** Where the proxy listens. */
  port: number;
  readonly server: Server;
  readonly connections: Set<Connection>;
  trouble: Trouble | null;
  hear: ((piece: Buffer) => void) | null;
  readonly hits: Record<Blow, number>;
}

interface Connection {
  readonly ends: readonly [near: Socket, far: Socket];
  isSilent: boolean;
  hasSwallowed: boolean;
}

/** Starts without any line; each is made by `between`. */
export function startLinks(chance: () => number): Links {
  const lines: Line[] = [];
  const matching = (names: RegExp) => lines.filter(({ name }) => names.test(name));
  const called = (sought: string) => lines.filter(({ name }) => name === sought);
  return {
    async between(name, port) {
      const server = createServer({ noDelay: true }, (socket) => carry(line, socket, { port, chance }));
      const line: Line = { name, port: 0, server, connections: new Set(), trouble: null, hear: null, hits: { delay: 0, drop: 0, 'half-open': 0, reset: 0 } };
      lines.push(line);
      return listen(line);
    },
    close: async (name) => void (await Promise.all(called(name).map(({ server }) => stopTaking(server)))),
    open: async (name) => void (await Promise.all(called(name).map(listen))),
    trouble: (names, trouble) => { for (const line of matching(names)) begin(line, trouble); },
    overhear: (names, hear) => {
      for (const line of matching(names)) line.hear = hear;
      return () => { for (const line of matching(names)) line.hear = null; };
    },
    reset: (names) => { for (const line of matching(names)) reset(line); },
    hits: (names, blow) => matching(names).reduce((sum, { hits }) => sum + hits[blow], 0),
    stop: () => {
      for (const { server, connections } of lines) {
        server.close();
        for (const { ends } of connections) for (const end of ends) end.destroy();
      }
    },
  };
}

function begin(line: Line, trouble: Trouble | null): void {
  line.trouble = trouble;
  if (trouble?.kind === 'half-open') for (const connection of line.connections) connection.isSilent = true;
}

function reset({ connections, hits }: Line): void {
  for (const { ends } of connections) {
    hits.reset += 1;
    for (const end of ends) end.resetAndDestroy();
  }
}

/** Listens at the port of a line, or at a free one when it has none yet; gives the port. */
async function listen(line: Line): Promise<number> {
  await new Promise<void>((resolve) => { line.server.listen(line.port, '127.0.0.1', resolve); });
  const address = line.server.address();
  if (address === null || typeof address === 'string') throw new Error('A line listens at a port.');
  return (line.port = address.port);
}

function carry(line: Line, near: Socket, { port, chance }: { port: number; chance: () => number }): void {
  const far = connect({ port, host: '127.0.0.1', noDelay: true });
  const connection: Connection = { ends: [near, far], isSilent: line.trouble?.kind === 'half-open', hasSwallowed: false };
  line.connections.add(connection);
  const leave = () => { for (const end of connection.ends) end.destroy(); };
  for (const end of connection.ends) {
    end.on('error', () => undefined).on('close', () => {
      if (!connection.isSilent) leave();
      if (connection.ends.every(({ destroyed }) => destroyed)) line.connections.delete(connection);
    });
  }
  near.on('data', (piece: Buffer) => line.hear?.(piece));
  pass(line, connection, { from: near, to: far, chance });
  pass(line, connection, { from: far, to: near, chance });
}

function pass(line: Line, connection: Connection, { from, to, chance }: { from: Socket; to: Socket; chance: () => number }): void {
  let last = Promise.resolve();
  from.on('data', (chunk: Buffer) => {
    const { trouble, hits } = line;
    if (connection.isSilent) {
      if (!connection.hasSwallowed) hits['half-open'] += 1;
      connection.hasSwallowed = true;
      return;
    }
    if (trouble?.kind === 'drop' && chance() < 1 / trouble.oneIn) {
      hits.drop += 1;
      return void from.destroy();
    }
    // What is late stays in order, also when it is no longer late.
    from.pause();
    last = last.then(async () => {
      if (trouble?.kind === 'delay') {
        hits.delay += 1;
        await pause(trouble.ms);
      }
      if (!to.destroyed && !to.write(chunk)) await drained(to);
      from.resume();
    });
  });
}

/** Resolves when a socket takes more, or never will. */
function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      socket.off('drain', settle).off('close', settle);
      resolve();
    };
    socket.on('drain', settle).on('close', settle);
  });
}
