import { Server } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';

const longest = 300;

/**
 * Closes a listener when nobody waits to be taken: a connection that waits while it is closed is reset, whatever was sent with it, and
 * under load there are as many as there are clients. Connections that are open stay so.
 */
export async function stopTaking(server: Server): Promise<void> {
  let came = true;
  const note = () => { came = true; };
  server.on('connection', note);
  for (const until = performance.now() + longest; came && performance.now() < until; ) {
    came = false;
    // Two turns of the loop, as the one under way may be behind the place where it takes connections, one each time.
    await turn();
    await turn();
  }
  server.off('connection', note);
  // Not the close of an HTTP server, which closes idle connections at once.
  Server.prototype.close.call(server);
}
