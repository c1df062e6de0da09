import type { KeyObject } from 'node:crypto';
import { createHmac, createSecretKey, hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a signature covers besides time, nonce and service: header texts as sent, empty when absent. */
export interface Signed {
  readonly viewer: string;
  readonly request: string;
  readonly after: string;
  readonly body: string | Buffer;
}

/** How far the clocks of gateway and service may lie apart, in milliseconds. */
export const signatureWindow = 60_000;

const shape = /^(\d{13})\.([\w-]{8,64})\.([0-9a-f]{64})$/;

/** Makes the `x-xunlian-signed` header of requests to one service; `key` is in hex. No two headers are equal. */
export function signerFor(service: string, key: string): (signed: Signed) => string {
  const secret = createSecretKey(key, 'hex');
  const prefix = randomBytes(9).toString('base64url');
  let count = 0;
  return (signed) => {
    count += 1;
    const stamp = `${Date.now()}.${prefix}${count.toString(36)}`;
    return `${stamp}.${seal(secret, `${stamp}.${service}`, signed)}`;
  };
}

/**
 * Checks the `x-xunlian-signed` header of requests to one service: right key, within the window, never seen before.
 * `key` is in hex, `now` in milliseconds since 1970.
 */
export function signatureCheck(service: string, key: string, now: () => number = Date.now): (header: string, signed: Signed) => boolean {
  const secret = createSecretKey(key, 'hex');
  const isFresh = nonceMemory(now);
  return (header, signed) => {
    const [, time, nonce, given] = shape.exec(header) ?? [];
    if (!time || !nonce || !given || Math.abs(now() - Number(time)) > signatureWindow) return false;
    const expected = seal(secret, `${time}.${nonce}.${service}`, signed);
    // Only what the key has signed is remembered, so strangers cannot fill the memory.
    return timingSafeEqual(Buffer.from(given), Buffer.from(expected)) && isFresh(copyOf(nonce));
  };
}

function seal(secret: KeyObject, start: string, { viewer, request, after, body }: Signed): string {
  return createHmac('sha256', secret).update(`${start}.${viewer}.${request}.${after}.${hash('sha256', body)}`).digest('hex');
}

/** The text by itself: as a part of a header it would keep the whole of it in memory. */
function copyOf(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}

/** Two generations, each as long as a signature can stay valid (from a minute ahead to a minute behind). */
function nonceMemory(now: () => number): (nonce: string) => boolean {
  let current = new Set<string>();
  let previous = new Set<string>();
  let until = now() + 2 * signatureWindow;
  return (nonce) => {
    if (now() > until) {
      previous = current;
      current = new Set();
      until = now() + 2 * signatureWindow;
    }
    if (current.has(nonce) || previous.has(nonce)) return false;
    current.add(nonce);
    return true;
  };
}
