import { jobs } from './deployed.ts';
import { selects, type Policy, type Selector } from './manifests.ts';

/** A pod, as policies see it. */
export interface Pod {
  program: string;
  labels: Readonly<Record<string, string>>;
}

type Direction = 'Ingress' | 'Egress';
interface Peer { podSelector?: Selector | undefined; namespaceSelector?: Selector | undefined; ipBlock?: unknown }

/** Works out from the policies who reaches whom, and says where that is more or less than it should be. */
export function networkComplaints(pods: readonly Pod[], policies: readonly Policy[]): string[] {
  const among = pods.flatMap((from) => pods.flatMap((to) => {
    const should = from.program === 'gateway' && to.program !== 'gateway' && !jobs.has(to.program);
    const does = passes(policies, { direction: 'Egress', of: from, peer: to }) && passes(policies, { direction: 'Ingress', of: to, peer: from });
    if (from === to || does === should) return [];
    return [`${from.program} ${should ? 'does not reach' : 'reaches'} ${to.program}.`];
  }));
  const outwards = pods.flatMap((pod) => {
    const should = pod.program !== 'gateway';
    return leavesCluster(policies, pod) === should ? [] : [`${pod.program} ${should ? 'does not reach' : 'reaches'} MongoDB and Kafka.`];
  });
  const untraced = pods.filter((pod) => !jobs.has(pod.program) && !reachesWatchers(policies, pod)).map(({ program }) => `${program} does not reach a collector of traces.`);
  return [...among, ...outwards, ...untraced];
}

const applying = (policies: readonly Policy[], direction: Direction, pod: Pod): Policy[] =>
  policies.filter(({ podSelector, policyTypes }) => policyTypes.includes(direction) && selects(podSelector, pod.labels));

function peersOf(policy: Policy, direction: Direction): Peer[] {
  return direction === 'Ingress' ? policy.ingress.flatMap(({ from }) => from) : policy.egress.flatMap(({ to }) => to);
}

/** Whether the policies of one end let the other through. A pod that no policy applies to lets everything through. */
function passes(policies: readonly Policy[], { direction, of, peer }: { direction: Direction; of: Pod; peer: Pod }): boolean {
  const those = applying(policies, direction, of);
  return those.length === 0 || those.some((policy) => peersOf(policy, direction).some(({ podSelector, namespaceSelector }) =>
    podSelector !== undefined && namespaceSelector === undefined && selects(podSelector, peer.labels)));
}

function leavesCluster(policies: readonly Policy[], pod: Pod): boolean {
  const those = applying(policies, 'Egress', pod);
  return those.length === 0 || those.some((policy) => peersOf(policy, 'Egress').some(({ ipBlock }) => ipBlock !== undefined));
}

function reachesWatchers(policies: readonly Policy[], pod: Pod): boolean {
  return applying(policies, 'Egress', pod).some((policy) => peersOf(policy, 'Egress').some(({ namespaceSelector }) =>
    namespaceSelector !== undefined && selects(namespaceSelector, { 'xunlian/watch': 'true' })));
}
