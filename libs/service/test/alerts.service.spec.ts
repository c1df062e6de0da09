import { readFileSync } from 'node:fs';
import { parser } from '@prometheus-io/lezer-promql';
import { testMongo } from '@xunlian/testing';
import { request } from 'undici';
import { parse } from 'yaml';
import { startMinutes } from './minutes.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly summary: string; readonly action: string };
}

const read = (name: string) => readFileSync(new URL(`../../../infra/observability/${name}`, import.meta.url), 'utf8');
const rules = (parse(read('alerts.yaml')) as { groups: { rules: Rule[] }[] }).groups.flatMap((group) => group.rules);
const panels = (JSON.parse(read('dashboard.json')) as { panels: { targets: { expr: string }[] }[] }).panels;
const expressions = [...rules.map(({ expr }) => expr), ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))]
  // Grafana fills these in before Prometheus reads them.
  .map((expr) => expr.replaceAll('$__rate_interval', '5m'));

/** Names of the figures in an expression; throws where it cannot be read. */
function figuresIn(expr: string): string[] {
  const names: string[] = [];
  parser.configure({ strict: true }).parse(expr).iterate({
    enter: ({ type, node }) => {
      if (type.name === 'VectorSelector' && node.firstChild) names.push(expr.slice(node.firstChild.from, node.firstChild.to));
    },
  });
  return names;
}

describe('Alerts and dashboard', () => {
  it('name only figures that a service shows', async () => {
    const room = await testMongo();
    const service = await startMinutes(room);
    const text = await (await request(`${service.url}/metrics`)).body.text();
    await service.stop();
    await room.stop();
    const shown = new Set([...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name = '', type]) =>
      (type === 'histogram' ? ['_bucket', '_sum', '_count'].map((suffix) => name + suffix) : [name])));
    const named = new Set(expressions.flatMap(figuresIn));
    expect(named.size).toBeGreaterThan(20);
    // `up` is Prometheus' own.
    expect([...named].filter((name) => !shown.has(name))).toEqual(['up']);
  });

  it('each alert says in a sentence what to do', () => {
    for (const { alert, annotations } of rules) expect([alert, annotations.action]).toEqual([alert, expect.stringMatching(/^[A-Z].{40,}\.$/)]);
  });
});
