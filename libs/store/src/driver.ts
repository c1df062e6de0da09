import type { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';

// The only file that touches internal parts of MongoDB's driver (mongodb 7.8.0): two of them.

/** A connection as it writes a command. */
interface DriverConnection extends EventEmitter {
  /** Why it was closed; null while it is open. */
  readonly error: Error | null;
  writeCommand: (this: DriverConnection, command: object, options: object) => Promise<void>;
}

/** The connections to one server. */
interface DriverPool {
  readonly options: { readonly minPoolSize: number; readonly maxIdleTimeMS: number };
  ensureMinPoolSize: (this: DriverPool) => void;
}

// The driver is mongoose's own, wherever that is installed.
const required = createRequire(createRequire(import.meta.url).resolve('mongoose'));
const { Connection } = required('mongodb/lib/cmap/connection.js') as { readonly Connection: { readonly CLOSE: string; readonly prototype: DriverConnection } };
const { ConnectionPool } = required('mongodb/lib/cmap/connection_pool.js') as { readonly ConnectionPool: { readonly prototype: DriverPool } };
const write = Connection.prototype.writeCommand;
const ensure = ConnectionPool.prototype.ensureMinPoolSize;

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

/**
 * Sees to a pool's least number of connections, and to those that idle too long, where there are such bounds. The driver looks
 * ten times a second all the same, which costs each process 0.24 % of a core; a dead connection is noticed by whoever takes it.
 */
ConnectionPool.prototype.ensureMinPoolSize = function ensureWhatIsAsked() {
  if (this.options.minPoolSize > 0 || this.options.maxIdleTimeMS > 0) ensure.call(this);
};
