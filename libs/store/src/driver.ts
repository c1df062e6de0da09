import type { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';

/** The one internal part of MongoDB's driver (mongodb 7.8.0) that is touched: a connection as it writes a command. */
interface DriverConnection extends EventEmitter {
  /** Why it was closed; null while it is open. */
  readonly error: Error | null;
  writeCommand: (this: DriverConnection, command: object, options: object) => Promise<void>;
}

// The driver is mongoose's own, wherever that is installed.
const required = createRequire(createRequire(import.meta.url).resolve('mongoose'));
const { Connection } = required('mongodb/lib/cmap/connection.js') as { readonly Connection: { readonly CLOSE: string; readonly prototype: DriverConnection } };
const write = Connection.prototype.writeCommand;

/**
 * Writes a command, or throws why the connection was closed meanwhile. The driver waits for 'drain' alone when its socket takes
 * no more, as one does that is already destroyed and has not yet said so: a command that came in that instant was never
 * answered, and whoever awaited it, a feed with its transaction for one, stood still for ever.
 */
Connection.prototype.writeCommand = async function writeUnlessClosed(command, options) {
  const closed = Promise.withResolvers<never>();
  const onClose = () => closed.reject(this.error ?? new Error('The connection is closed.'));
  this.once(Connection.CLOSE, onClose);
  try {
    await Promise.race([write.call(this, command, options), closed.promise]);
  } finally {
    this.off(Connection.CLOSE, onClose);
  }
};
