import { describe, expect, it } from '@jest/globals';
import { hearing, layouts, progressTopicOf, publisherOf } from '@xunlian/events';
import { accessRights } from './accessRights.ts';

describe('the rights on a cluster', () => {
  const rights = accessRights('p.');
  const of = (service: string) => rights.filter(({ principal }) => principal === `User:${service}`);
  const names = (service: string, operation: string, resource = 'Topic') => of(service).filter((right) => right.operation === operation && right.resource === resource).map(({ name }) => name).sort();

  it('let a service write what it publishes, tell its progress and put aside what it hears, and nothing else', () => {
    expect(names('organizations', 'Write')).toEqual(['division', 'group', 'office', 'organization'].map((kind) => `p.organizations.${kind}.v1`).concat('p.organizations.progress.v1').sort());
    expect(names('insight', 'Write')).toEqual(['p.insight.dead-letters.v1']);
    for (const [service] of Object.entries(hearing)) for (const name of names(service, 'Write')) expect(name).toMatch(new RegExp(`^p\\.${service}\\.`));
  });

  it('let it read what it hears and the progress of who tells it, in groups that begin with its name, and nothing else', () => {
    for (const [service, heard] of Object.entries(hearing)) {
      const told = new Set(heard.flatMap((topic) => [topic.name, progressTopicOf(publisherOf(topic))]));
      expect(names(service, 'Read')).toEqual([...told].map((name) => `p.${name}`).sort());
      expect(of(service).filter(({ resource }) => resource === 'Group')).toEqual(heard.length === 0 ? [] : [{ principal: `User:${service}`, operation: 'Read', resource: 'Group', name: `p.${service}`, pattern: 'Prefixed' }]);
    }
  });

  it('let an operator read and write dead letters, and what lies where they came from', () => {
    const boxes = layouts.map(({ name }) => `p.${name}`).filter((name) => name.endsWith('.dead-letters.v1'));
    const origins = Object.values(hearing).flatMap((heard) => heard.map(({ name }) => `p.${name}`));
    for (const operation of ['Read', 'Write']) expect(names('operator', operation)).toEqual([...new Set([...boxes, ...origins])].sort());
    expect(names('operator', 'Read', 'Group')).toEqual(['p.dead-letters-']);
  });

  it('let whoever reads or writes a topic look at it, name every topic that there is, and let nobody make one', () => {
    const used = rights.filter(({ resource, operation }) => resource === 'Topic' && operation !== 'Describe').map(({ principal, name }) => `${principal} ${name}`);
    const described = rights.filter(({ operation }) => operation === 'Describe').map(({ principal, name }) => `${principal} ${name}`);
    expect(described.sort()).toEqual([...new Set(used)].sort());
    expect([...new Set(rights.filter(({ operation }) => operation === 'Write').map(({ name }) => name))].sort()).toEqual(layouts.map(({ name }) => `p.${name}`).sort());
    expect(new Set(rights.map(({ operation }) => operation))).toEqual(new Set(['Read', 'Write', 'Describe']));
  });
});
