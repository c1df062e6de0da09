import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { stopTaking } from '@xunlian/service';

/** What is wrong with a line: everything comes late, connections break now and then, or they stay open and carry nothing. */
export type Trouble =
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'drop'; readonly oneIn: number }
  | { readonly kind: 'half-open' };

/** The lines between the processes of a cluster, each through a proxy that can be made to fail. */
export interface Links {
  /** Puts a proxy before who listens at a port; gives the proxy's port. */
  readonly between: (name: string, port: number) => Promise<number>;
  /** Makes the lines to whoever matches fail from now on, or lets them be again; what became half-open stays so. */
  readonly trouble: (names: RegExp, trouble: Trouble | null) => void;
  /** Lets nobody new through to whoever has this name; connections that there are stay. */
  readonly close: (name: string) => Promise<void>;
  /** Lets everybody through again. */
  readonly open: (name: string) => Promise<void>;
  /** Resets every connection to whoever matches. */
  readonly reset: (names: RegExp) => void;
  readonly stop: () => void;
}

interface Line {
  readonly name: string;
  /** Where the proxy listens. */
  port: number;
  readonly server: Server;
  readonly sockets: Set<Socket>;
  trouble: Trouble | null;
}

/** Starts without any line; each is made by `between`. */
export function startLinks(chance: () => number): Links {
  const lines: Line[] = [];
  const matching = (names: RegExp) => lines.filter(({ name }) => names.test(name));
  const called = (sought: string) => lines.filter(({ name }) => name === sought);
  return {
    async between(name, port) {
      const sockets = new Set<Socket>();
      const server = createServer({ noDelay: true }, (socket) => carry(line, socket, { port, chance }));
      const line: Line = { name, port: 0, server, sockets, trouble: null };
      lines.push(line);
      return listen(line);
    },
    close: async (name) => void (await Promise.all(called(name).map(({ server }) => stopTaking(server)))),
    open: async (name) => void (await Promise.all(called(name).map(listen))),
    trouble: (names, trouble) => { for (const line of matching(names)) line.trouble = trouble; },
    reset: (names) => { for (const { sockets } of matching(names)) for (const socket of sockets) socket.resetAndDestroy(); },
    stop: () => {
      for (const { server, sockets } of lines) {
        server.close();
        for (const socket of sockets) socket.destroy();
      }
    },
  };
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
  const ends = [near, far];
  const leave = () => { for (const end of ends) end.destroy(); };
  for (const end of ends) {
    line.sockets.add(end);
    end.on('error', leave).on('close', () => {
      line.sockets.delete(end);
      leave();
    });
  }
  let isDead = false;
  const pass = (from: Socket, to: Socket) => {
    let last = Promise.resolve();
    from.on('data', (chunk: Buffer) => {
      const { trouble } = line;
      isDead ||= trouble?.kind === 'half-open';
      if (isDead) return;
      if (trouble?.kind === 'drop' && chance() < 1 / trouble.oneIn) return leave();
      // What is late stays in order, also when it is no longer late.
      from.pause();
      last = last.then(async () => {
        if (trouble?.kind === 'delay') await pause(trouble.ms);
        if (!to.destroyed && !to.write(chunk)) await drained(to);
        from.resume();
      });
    });
  };
  pass(near, far);
  pass(far, near);
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
