import { fileURLToPath } from 'node:url';

/** The services behind the gateway, in the order of their ports: the first has the gateway's port + 1. */
export const serviceNames = ['organizations', 'pools', 'rounds', 'findings', 'rectification', 'insight'] as const;

/** A service behind the gateway. */
export type ServiceName = (typeof serviceNames)[number];

/** Everything that runs as a process of its own. */
export type ProgramName = ServiceName | 'gateway' | 'mongod';

/** The project's folder, ending in a slash. */
export const projectRoot = fileURLToPath(new URL('../../../', import.meta.url));

/** Makes one value for each service. */
export function perService<Value>(make: (name: ServiceName) => Value): Record<ServiceName, Value> {
  return {
    organizations: make('organizations'),
    pools: make('pools'),
    rounds: make('rounds'),
    findings: make('findings'),
    rectification: make('rectification'),
    insight: make('insight'),
  };
}
