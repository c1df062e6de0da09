import { CommandFailure } from './failure.ts';

/** Where the system is. */
export interface Config {
  /** Full address of the graph. */
  readonly endpoint: URL;
}

/** Reads `XUNLIAN_URL` (default http://localhost:4000). Throws a CommandFailure when it is not an http(s) address. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const address = environment.XUNLIAN_URL || 'http://localhost:4000';
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw new CommandFailure(`XUNLIAN_URL is not an http address: ${address}`, 2);
  if (!url.pathname.endsWith('/graphql')) url.pathname = `${url.pathname.replace(/\/$/, '')}/graphql`;
  return { endpoint: url };
}
