import type { Socket } from 'node:net';
import type { ISocketFactory } from 'kafkajs';
import socketFactory from 'kafkajs/src/network/socketFactory.js';

/** The connections of one client. */
export interface Sockets {
  readonly make: ISocketFactory;
  /** Ends every connection, with whatever waits on it, and lets no other be made. */
  readonly close: () => void;
}

const over = () => new Error('The client is closed.');

/**
 * Keeps the connections of a client, so that all of them can be ended: after a disconnect kafkajs connects once more for whoever
 * still waits for an answer, and that connection keeps its process alive.
 */
export function sockets(): Sockets {
  const open = new Set<Socket>();
  const make = socketFactory();
  let isClosed = false;
  return {
    make(options) {
      if (isClosed) throw over();
      const socket = make(options);
      open.add(socket);
      return socket.once('close', () => open.delete(socket));
    },
    close() {
      isClosed = true;
      for (const socket of open) socket.destroy(over());
    },
  };
}
