import { readFileSync } from 'node:fs';
import { parser } from '@prometheus-io/lezer-promql';
import { testMongo } from '@xunlian/testing';
import { request } from 'undici';
import { parse } from 'yaml';
import { z } from 'zod';
import { errorCodes } from '../src/errors.ts';
import type { OperationKind } from '../src/front.ts';
import { startMinutes } from './minutes.ts';

const duration = z.string().regex(/^\d+[smh]$/);
/** One field that Prometheus does not know, and it refuses the whole file. */
const Rule = z.strictObject({
  alert: z.string().regex(/^([A-Z][a-z]+)+$/),
  expr: z.string(),
  for: duration.optional(),
  labels: z.strictObject({ severity: z.enum(['page', 'warn']) }),
  annotations: z.strictObject({ summary: z.string(), action: z.string().regex(/^[A-Z].{40,}\.$/) }),
});
const File = z.strictObject({ groups: z.array(z.strictObject({ name: z.string(), rules: z.array(Rule) })) });

const kinds: OperationKind[] = ['question', 'command', 'other'];
/** What an expression may ask labels for; `$service` is what somebody chose in the dashboard. */
const values: Readonly<Record<string, readonly string[]>> = { job: ['xunlian'], code: errorCodes, kind: kinds, service: ['$service'] };

const read = (name: string) => readFileSync(new URL(`../../../infra/observability/${name}`, import.meta.url), 'utf8');
const rulesIn = (text: string) => File.parse(parse(text)).groups.flatMap((group) => group.rules);
const alerts = read('alerts.yaml');
const panels = (JSON.parse(read('dashboard.json')) as { panels: { targets: { expr: string }[] }[] }).panels;
const expressionsIn = (text: string) => [...rulesIn(text).map(({ expr }) => expr), ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))]
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

/** Matchers of an expression that no process's figures can meet. */
function strangersIn(expr: string): string[] {
  const found: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ type, from, to }) => {
      if (type.name !== 'UnquotedLabelMatcher') return;
      const [, label = '', value = ''] = /^(\w+)\s*=~?\s*"(.*)"$/.exec(expr.slice(from, to)) ?? [];
      if (!values[label]?.includes(value)) found.push(expr.slice(from, to));
    },
  });
  return found;
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
    const named = new Set(expressionsIn(alerts).flatMap(figuresIn));
    expect(named.size).toBeGreaterThan(20);
    // `up` is Prometheus' own.
    expect([...named].filter((name) => !shown.has(name))).toEqual(['up']);
  });

  it('are of a form that Prometheus takes, and ask labels only for what they can be', () => {
    expect(expressionsIn(alerts).flatMap(strangersIn)).toEqual([]);
    expect(alerts).toContain('code="INTERNAL"');
  });

  it.each([
    ['a field that there is not', '        for: 1m', '        fro: 1m'],
    ['a time that is none', '        for: 1m', '        for: 1 minute'],
    ['a severity that goes to nobody', 'severity: page', 'severity: pager'],
    ['an action that is no sentence', /action: .*/, 'action: Look.'],
  ])('%s is refused', (_, from, to) => {
    expect(() => rulesIn(alerts.replace(from, to))).toThrow(z.ZodError);
  });

  it.each([['code="INTERNAL"', 'code="INTERNL"'], ['kind="command"', 'kind="commands"'], ['job="xunlian"', 'jobs="xunlian"']])('%s is not %s', (from, to) => {
    expect(expressionsIn(alerts.replace(from, to)).flatMap(strangersIn)).toEqual([to]);
  });
});
