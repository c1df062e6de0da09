import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createHash } from 'node:crypto';
import type { RowInput } from '@xunlian/interchange';
import { format, keyOf, readRow } from '@xunlian/interchange';
import { parse } from 'csv-parse/sync';
import type { Happening } from './happenings.ts';

const folder = fileURLToPath(new URL('../../../infra/samples/', import.meta.url));

/** Reference that leads to the office of a record that does not name it; offices themselves are divisions. */
const owners: Readonly<Record<string, readonly [field: string, kind: string]>> = {
  Attendance: ['courseCode', 'Course'], Tie: ['personCode', 'Person'], PlanOrganization: ['planCode', 'Plan'], Inspection: ['roundCode', 'Round'],
  Assignment: ['roundCode', 'Round'], Petition: ['inspectionCode', 'Inspection'], Finding: ['inspectionCode', 'Inspection'],
  Clue: ['inspectionCode', 'Inspection'], Rectification: ['findingCode', 'Finding'], CheckProblem: ['checkCode', 'Check'],
};

/** The rows of a sample as the facts that its import brings about: what this service hears of them. */
export function sampleFacts(sample: string): Happening[] {
  const lineages = new Map<string, readonly string[]>();
  return format.flatMap((file) => {
    const { kind } = file;
    const upperFirst = rowsOf(sample, file.file).sort((one, other) => depth(one) - depth(other));
    return upperFirst.map((row): Happening => {
      const read = readRow(file, row);
      if ('problems' in read) throw new Error(`${file.file}: ${JSON.stringify(read.problems)}`);
      const code = keyOf(file, row);
      const lineage = lineageOf(kind, read.input, lineages);
      lineages.set(`${kind} ${code}`, lineage);
      const person = createHash('md5').update(row['person_ref'] ?? '').digest('hex');
      return { type: `${kind}Recorded`, code, data: { ...read.input, lineage, person } };
    });
  });
}

/** The questions of a sample with their answers. */
export function sampleAnswers(sample: string): { office: string; from: string; to: string; scope: 'OWN' | 'SUBTREE'; overview: object }[] {
  return JSON.parse(readFileSync(`${folder}${sample}/expected.json`, 'utf8')) as ReturnType<typeof sampleAnswers>;
}

function lineageOf(kind: string, input: RowInput, lineages: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const known = (of: string, code: unknown) => lineages.get(`${of} ${String(code)}`) ?? [];
  if (kind === 'Division') return [...known('Division', input['parentCode']), String(input['code'])];
  if (kind === 'Office') return known('Division', input['code']);
  const [field, of] = owners[kind] ?? ['officeCode', 'Office'];
  return known(of, input[field]);
}

const levels = ['PROVINCE', 'CITY', 'COUNTY', 'TOWNSHIP', 'VILLAGE'];

function depth(row: Record<string, string>): number {
  return levels.indexOf(row['level'] ?? '');
}

function rowsOf(sample: string, file: string): Record<string, string>[] {
  const path = `${folder}${sample}/${file}.csv`;
  return existsSync(path) ? parse<Record<string, string>>(readFileSync(path), { columns: true, bom: true }) : [];
}
