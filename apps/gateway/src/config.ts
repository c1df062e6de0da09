import { readFileSync } from 'node:fs';
import { frontVariables, hexKey, readEnvironment } from '@xunlian/service';
import { z } from 'zod';

/** Where a service is asked and what its requests are signed with. */
export interface ServiceAccess {
  /** `http://host:port` of each of its processes. */
  readonly urls: readonly string[];
  /** In hex. */
  readonly key: string;
}

/** Names of the services that a supergraph consists of, in its order. */
export function servicesIn(sdl: string): string[] {
  return [...sdl.matchAll(/@join__graph\(name: "([^"]+)"/g)].flatMap(([, name]) => name ?? []);
}

const addresses = z.string().refine((text) => text.split('|').every((url) => z.url({ protocol: /^https?$/ }).safeParse(url).success));

/** Variables of the gateway; each service of the graph must have an address (several, where it has several processes, joined by `|`) and a key. */
export function gatewayVariables(services: readonly string[]) {
  return {
    ...frontVariables,
    SERVICE_URLS: pairs(services, addresses, 'url'),
    SERVICE_KEYS: pairs(services, hexKey, 'hex'),
  };
}

/** Address and key of every service, by name. */
export function accessOf(urls: Readonly<Record<string, string>>, keys: Readonly<Record<string, string>>): ReadonlyMap<string, ServiceAccess> {
  return new Map(Object.entries(urls).flatMap(([name, url]) => (keys[name] ? [[name, { urls: url.split('|'), key: keys[name] }]] : [])));
}

/**
 * The gateway's part of the environment, and the composed graph as it is committed (`node tools/compose/main.ts` writes
 * it). Ends the process when the environment is not as it must be.
 */
export function readConfig() {
  const supergraph = readFileSync(new URL('../supergraph.graphql', import.meta.url), 'utf8');
  const { PORT, HOST, SERVICE_URLS, SERVICE_KEYS, ...observation } = readEnvironment(gatewayVariables(servicesIn(supergraph)));
  return { port: PORT, host: HOST, supergraph, services: accessOf(SERVICE_URLS, SERVICE_KEYS), observation };
}

/** `name=value,name=value` with a value for every service; complains without repeating a value. */
function pairs(services: readonly string[], value: z.ZodType<string>, kind: string) {
  return z.string().transform((text, context) => {
    const given = text.split(',').map((pair) => pair.trim().split(/=(.*)/s, 2));
    const read = Object.fromEntries(given.map(([name = '', part = '']) => [name, part]));
    const bad = services.filter((name) => !value.safeParse(read[name]).success);
    if (bad.length > 0) context.addIssue({ code: 'custom', message: `must hold name=${kind} for ${bad.join(', ')}` });
    return read;
  });
}
