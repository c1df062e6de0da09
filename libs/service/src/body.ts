import type { IncomingMessage } from 'node:http';

/** Longest body of a request, in bytes. */
export const longestBody = 4 * 1024 * 1024;

const longestPatience = 16 * longestBody;

/** The body of a request; null when it is longer than allowed. Rejects when the client goes away halfway. */
export function readBody(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= longestBody) chunks.push(chunk);
      // The rest is taken and thrown away, so that the client gets to read the answer; but not for ever.
      else if (length > longestPatience) request.destroy();
      else chunks = [];
    });
    request.on('end', () => resolve(length > longestBody ? null : joined(chunks)));
    request.on('error', reject);
    // Not for one that has ended: an error that nobody hears of costs a request a twentieth, for its stack.
    request.on('close', () => {
      if (!request.readableEnded) reject(new Error('The request ended halfway.'));
    });
  });
}

function joined(chunks: readonly Buffer[]): Buffer {
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}
