import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { mongo } from 'mongoose';

/** A message between a program and MongoDB. */
export type Passing = { readonly isOf: IsOf } & (
  | { readonly to: 'server'; readonly command: Readonly<Record<string, unknown>> }
  | { readonly to: 'program'; readonly bytes: number }
);

/** Whether the process with this number holds the program's end of a connection. */
type IsOf = (pid: number) => boolean;

/** Hears each message before it goes on; false when it never goes on, and its connection ends. */
export type Watch = (message: Passing) => boolean;

/** Stands between programs and a MongoDB. */
export interface MongoRelay {
  /** What the programs are told instead of the server's own address. */
  readonly uri: string;
  /** Watches from now on. */
  readonly watch: (watch: Watch) => void;
  readonly stop: () => void;
}

const headerBytes = 16;
const messageCode = 2013;
/** After the header and four bytes of flags, one byte says that the command follows. */
const commandAt = headerBytes + 5;

/** Starts a relay to the server of an address. */
export async function startMongoRelay(uri: string): Promise<MongoRelay> {
  const { hostname, port } = new URL(uri);
  const sockets = new Set<Socket>();
  let watch: Watch = () => true;
  const server = createServer((program) => {
    const upstream = connect(Number(port), hostname);
    const ends = [program, upstream];
    const leave = () => { for (const end of ends) end.destroy(); };
    const isOf = holderOf(program.remotePort ?? 0, program.localPort ?? 0);
    for (const end of ends) {
      sockets.add(end);
      end.setNoDelay().on('error', leave).on('close', () => { sockets.delete(end); leave(); });
    }
    program.on('data', whole((bytes) => {
      const command = commandIn(bytes);
      if (!command || watch({ to: 'server', isOf, command })) upstream.write(bytes);
      else leave();
    }));
    upstream.on('data', whole((bytes) => {
      if (watch({ to: 'program', isOf, bytes: bytes.length })) program.write(bytes);
      else leave();
    }));
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A relay listens at a port.');
  return {
    uri: `mongodb://127.0.0.1:${address.port}/?directConnection=true`,
    watch: (next) => { watch = next; },
    stop: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Looks at what the kernel tells of a connection: both its ends, as many connections share a local port while they lead elsewhere. */
function holderOf(local: number, remote: number): IsOf {
  const ends = [local, remote].map((port) => `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`).join();
  return (pid) => {
    const inode = readFileSync('/proc/net/tcp', 'utf8').split('\n').map((line) => line.trim().split(/\s+/)).find((columns) => columns.slice(1, 3).join() === ends)?.[9];
    return filesOf(pid).includes(`socket:[${inode}]`);
  };
}

function filesOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}

/** Puts what arrives together into whole messages: each begins with its length. */
function whole(take: (message: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    while (rest.length >= headerBytes && rest.length >= rest.readInt32LE(0)) {
      const length = rest.readInt32LE(0);
      take(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  };
}

/** The command of a message, or of a piece that begins with one; null where there is none. */
export function commandIn(message: Buffer): Readonly<Record<string, unknown>> | null {
  if (message.length < commandAt + 4 || message.length < commandAt + message.readInt32LE(commandAt)) return null;
  if (message.readInt32LE(12) !== messageCode || message[commandAt - 1] !== 0) return null;
  return mongo.BSON.deserialize(message.subarray(commandAt, commandAt + message.readInt32LE(commandAt)));
}
