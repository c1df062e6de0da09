import { get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

import { StartFailed } from './startFailed.ts';

/** Whose readiness is awaited. */
export interface Candidate {
  name: string;
  /** Base address, without a slash at its end. */
  url: string;
  /** Why waiting longer is pointless, if it is. */
  hopeless: () => string | undefined;
  /** Ends the waiting. */
  signal: AbortSignal;
}

const WITHIN_MS = 60_000;
const BETWEEN_MS = 50;

/**
 * Resolves when `/readyz` answers 200.
 * @throws {StartFailed} after a minute, with what the service said last, or as soon as it is hopeless
 */
export async function awaitReady(candidate: Candidate): Promise<void> {
  let said = 'it does not answer';
  for (const deadline = Date.now() + WITHIN_MS; Date.now() < deadline; await pause(BETWEEN_MS)) {
    if (candidate.signal.aborted) throw new StartFailed(`${candidate.name} was stopped before it was ready`);
    const reason = candidate.hopeless();
    if (reason !== undefined) throw new StartFailed(`${candidate.name} does not start: ${reason}`);
    const answer = await ask(`${candidate.url}/readyz`);
    if (answer?.ok) return;
    said = answer?.text ?? said;
  }
  throw new StartFailed(`${candidate.name} is not ready after ${WITHIN_MS / 1000} s: ${said}`);
}

function ask(url: string): Promise<{ ok: boolean; text: string } | null> {
  const { promise, resolve } = Promise.withResolvers<{ ok: boolean; text: string } | null>();
  // No agent: a kept connection would be one more for the service to close when it stops.
  const request = get(url, { agent: false, timeout: 2_000 }, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (part: string) => (text += part));
    response.on('end', () => resolve({ ok: response.statusCode === 200, text: text.slice(0, 300) }));
    response.on('error', () => resolve(null));
  });
  request.on('timeout', () => request.destroy());
  request.on('error', () => resolve(null));
  return promise;
}
