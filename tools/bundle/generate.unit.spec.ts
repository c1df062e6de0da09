import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, keyOf, readRow } from '@xunlian/interchange';
import type { Settings } from './generate.ts';
import { establish, mostOrganizations, numbering } from './establish.ts';
import { generate, mostRows } from './generate.ts';
import type { Cells, Sink } from './sink.ts';
import { countingSink } from './sink.ts';

type Rows = Record<string, string>[];

async function bundleOf(settings: Settings): Promise<Map<string, Rows>> {
  const files = new Map<string, Rows>(format.map(({ file }) => [file, []]));
  const sink: Sink = { ...countingSink(), add: (file, row) => files.get(file)?.push(Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, String(cell)]))) };
  await generate(settings, sink);
  return files;
}

describe.each([600, 6_000])('a bundle of %d rows', (rows) => {
  let files: Map<string, Rows>;
  const of = (file: string) => files.get(file) ?? [];
  const byCode = (file: string) => new Map(of(file).map((row) => [row.code ?? '', row]));
  beforeAll(async () => { files = await bundleOf({ rows, seed: 7, province: '440000' }); });

  it('has every kind of record, each row readable and its key unique', () => {
    for (const file of format) {
      expect(of(file.file).length).toBeGreaterThan(0);
      for (const row of of(file.file)) expect(readRow(file, row)).not.toHaveProperty('problems');
      expect(new Set(of(file.file).map((row) => keyOf(file, row))).size).toBe(of(file.file).length);
    }
  });
  it('refers only to what it holds', () => {
    for (const { file, columns } of format) for (const { name, refersTo } of columns) {
      if (refersTo === null) continue;
      const known = byCode(refersTo);
      for (const row of of(file)) for (const code of row[name]?.split(';').filter(Boolean) ?? []) expect(known.has(code)).toBe(true);
    }
  });
  it('has one leader for each group of a round, who is in the leader pool, and nobody in a round twice', () => {
    const people = byCode('people');
    const leaders = of('assignments').filter(({ role }) => role === 'LEADER');
    for (const { person_code = '' } of leaders) expect(people.get(person_code)?.pools).toContain('LEADER');
    const groups = (list: Rows) => list.map((row) => `${row.round_code} ${row.group_code}`);
    expect(new Set(groups(leaders)).size).toBe(leaders.length);
    expect(new Set(groups(of('inspections')))).toEqual(new Set(groups(leaders).filter((group) => groups(of('inspections')).includes(group))));
    expect(new Set(of('assignments').map((row) => `${row.round_code} ${row.person_code}`)).size).toBe(of('assignments').length);
  });
  it('has no tie between a member and what the group inspects', () => {
    const tied = new Set(of('ties').map((row) => `${row.person_code} ${row.organization_code}`));
    for (const { round_code, group_code, organization_code } of of('inspections')) for (const member of of('assignments')) {
      if (member.round_code === round_code && member.group_code === group_code) expect(tied.has(`${member.person_code} ${organization_code}`)).toBe(false);
    }
  });
  it('keeps to posts and quotas, and inspects an organisation regularly once', () => {
    for (const office of of('offices')) {
      expect(of('people').filter((row) => row.office_code === office.code && row.employment === 'FULL_TIME').length).toBeLessThanOrEqual(Number(office.approved_posts));
      expect(of('groups').filter((row) => row.office_code === office.code).length).toBeLessThanOrEqual(Number(office.group_quota));
    }
    const regular = of('inspections').filter(({ mode }) => mode === 'REGULAR').map((row) => row.organization_code);
    expect(new Set(regular).size).toBe(regular.length);
  });
  it('has its days in an order that makes sense', () => {
    const orders: Record<string, string[]> = {
      inspections: ['prepared_on', 'entered_on', 'reported_on', 'fed_back_on', 'transferred_on', 'archived_on'], rounds: ['starts_on', 'ends_on'],
      clues: ['found_on', 'transferred_on', 'case_opened_on', 'concluded_on'], rectifications: ['completed_on', 'verified_on'],
      letters: ['sent_on', 'replied_on', 'reply_due_on'], checks: ['starts_on', 'ends_on'],
    };
    for (const [file, columns] of Object.entries(orders)) for (const row of of(file)) {
      const days = columns.map((column) => row[column] ?? '').filter(Boolean);
      expect(days).toEqual([...days].sort());
    }
    const inspections = byCode('inspections');
    for (const { inspection_code = '', found_on = '' } of of('findings')) {
      expect(found_on >= (inspections.get(inspection_code)?.entered_on ?? '')).toBe(true);
      expect(found_on <= (inspections.get(inspection_code)?.reported_on ?? '')).toBe(true);
    }
  });
  it('goes by office alone, unless it is elevated', () => {
    const [rounds, groups, organizations] = [byCode('rounds'), byCode('groups'), byCode('organizations')];
    for (const { elevated, round_code = '', group_code = '', organization_code = '' } of of('inspections')) {
      const offices = [rounds.get(round_code), groups.get(group_code), organizations.get(organization_code)].map((row) => row?.office_code);
      if (elevated !== 'true') expect(new Set(offices).size).toBe(1);
    }
  });
  it('has as many rows as were asked for, most of them findings where it is large', () => {
    const total = format.reduce((sum, { file }) => sum + of(file).length, 0);
    expect(Math.abs(total - rows)).toBeLessThan(rows < 1000 ? 600 : 100);
    if (rows > 1000) expect(of('findings').length / total).toBeGreaterThan(0.75);
  });
});

describe('a bundle', () => {
  it('is the same for the same seed and another for another', async () => {
    const [one, same, other] = await Promise.all([3, 3, 4].map((seed) => bundleOf({ rows: 800, seed, province: '510000' })));
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
  });
  it('has townships whose codes are codes, in an office with as many organisations as there may be', () => {
    const divisions: Cells[] = [];
    const sink: Sink = { ...countingSink(), add: (file, row) => { if (file === 'divisions') divisions.push(row); } };
    establish({ code: '440101', level: 'COUNTY', name: '某县', above: null }, mostOrganizations, { sink, code: numbering('440000') });
    expect(divisions.length).toBeGreaterThan(mostOrganizations / 5);
    for (const { code } of divisions) expect(code).toMatch(/^\d{6}(\d{3}){0,2}$/);
  });
  it('is refused, and nothing is written, when it would need more of them', () => {
    const folder = join(tmpdir(), `bundle-${randomUUID()}`);
    const main = fileURLToPath(new URL('main.ts', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [main, folder, '--rows', String(mostRows + 1)], { encoding: 'utf8', timeout: 10_000 });
    expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringContaining(`It takes at most ${mostRows}`) as unknown });
    expect(existsSync(folder)).toBe(false);
  });
});
