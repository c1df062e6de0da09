import { deadLettersOf, hearers, hearing, progressTopicOf, publisherOf, publishers, topics } from '@xunlian/events';

/** A right that is needed on a cluster. */
export interface AccessRight {
  /** `User:` and the service's name, or `operator`. */
  readonly principal: string;
  readonly operation: 'Read' | 'Write' | 'Describe';
  readonly resource: 'Topic' | 'Group';
  readonly name: string;
  /** Whether the name is whole or the beginning of one. */
  readonly pattern: 'Literal' | 'Prefixed';
}

/** Every right that the services need and whoever takes care of dead letters, and no more; an administrator alone creates topics. */
export function accessRights(prefix: string): AccessRight[] {
  const services = Object.entries(hearing).flatMap(([service, heard]) => {
    const facts = topics.filter((topic) => publisherOf(topic) === service).map(({ name }) => name);
    const own = [...(publishers.includes(service) ? [...facts, progressTopicOf(service)] : []), ...(hearers.includes(service) ? [deadLettersOf(service)] : [])];
    const foreign = [...heard.map(({ name }) => name), ...new Set(heard.map((topic) => progressTopicOf(publisherOf(topic))))];
    return rightsOf(service, prefix, { writes: own, reads: foreign, groups: service });
  });
  const boxes = hearers.map(deadLettersOf);
  const origins = Object.values(hearing).flatMap((heard) => heard.map(({ name }) => name));
  return [...services, ...rightsOf('operator', prefix, { writes: [...boxes, ...origins], reads: [...boxes, ...origins], groups: 'dead-letters-' })];
}

function rightsOf(user: string, prefix: string, { writes, reads, groups }: { writes: readonly string[]; reads: readonly string[]; groups: string }): AccessRight[] {
  const principal = `User:${user}`;
  const on = (operation: AccessRight['operation'], names: readonly string[]) =>
    [...new Set(names)].map((name): AccessRight => ({ principal, operation, resource: 'Topic', name: prefix + name, pattern: 'Literal' }));
  const group: AccessRight = { principal, operation: 'Read', resource: 'Group', name: prefix + groups, pattern: 'Prefixed' };
  return [...on('Write', writes), ...on('Read', reads), ...on('Describe', [...writes, ...reads]), ...(reads.length > 0 ? [group] : [])];
}
