import { Refusal } from '@xunlian/shared';
import { isPosition } from './scalars.ts';
import { signatureWindow } from './signature.ts';

/** How long a question waits for the facts that it asks for, in milliseconds. */
export const patience = 15_000;

const mostPositions = 16;

/** Waits until a service has the facts up to a position; false when they did not come in time. */
export type AwaitPosition = (position: string, timeoutMs: number) => Promise<boolean>;

/**
 * The positions in an `x-xunlian-after` header; none when it is empty. Throws a Refusal with INVALID for anything that is
 * not a list of positions.
 */
export function positionsIn(header: string): string[] {
  if (header === '') return [];
  const positions = header.split(',').map((position) => position.trim());
  if (positions.length > mostPositions || !positions.every(isPosition))
    throw new Refusal('INVALID', 'x-xunlian-after is a list of at most 16 positions (service@hex), joined by commas.');
  // Nobody was given it, and to wait for it would keep others waiting.
  if (positions.some(isYetToCome)) throw new Refusal('INVALID', 'x-xunlian-after names a moment that has not come.');
  return positions;
}

/** A moment begins with its seconds, by the clock of MongoDB, which is about this one; a shorter text is compared as if nothing followed. */
function isYetToCome(position: string): boolean {
  const from = position.indexOf('@') + 1;
  const seconds = position.slice(from, from + 8).padEnd(8, '0');
  return Number.parseInt(seconds, 16) * 1_000 > Date.now() + signatureWindow;
}

/**
 * Waits for the facts of other services that a request builds on; a service always has its own. Throws a Refusal with
 * BEHIND when they do not come within 15 seconds.
 */
export async function waitFor(service: string, header: string, awaitPosition: AwaitPosition | undefined): Promise<void> {
  const foreign = positionsIn(header).filter((position) => !position.startsWith(`${service}@`));
  if (!awaitPosition) return;
  const arrived = await Promise.all(foreign.map((position) => awaitPosition(position, patience)));
  const missing = foreign.filter((_, place) => !arrived[place]).map((position) => position.split('@', 1)[0]);
  if (missing.length > 0) throw new Refusal('BEHIND', `The ${service} service has not yet taken the facts of ${missing.join(', ')}. Ask again.`);
}
