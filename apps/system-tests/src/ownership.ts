import type { BundleRow, BundleRows } from './bundleRows.ts';

/** Which record a row belongs with, where it names no office itself: the column, and the file that it refers to. */
const belongsTo: Readonly<Record<string, readonly [column: string, file: string]>> = {
  ties: ['person_code', 'people'], attendances: ['course_code', 'courses'], plan_organizations: ['plan_code', 'plans'],
  assignments: ['round_code', 'rounds'], inspections: ['round_code', 'rounds'], petitions: ['inspection_code', 'inspections'],
  findings: ['inspection_code', 'inspections'], clues: ['inspection_code', 'inspections'], rectifications: ['finding_code', 'findings'],
  check_problems: ['check_code', 'checks'],
};

/** The rows of each file that an office owns, or it and all offices below it. */
export function recordsOf(bundle: BundleRows, office: string, scope: 'OWN' | 'SUBTREE'): (file: string) => readonly BundleRow[] {
  const asked = scope === 'OWN' ? new Set([office]) : withAllBelow(bundle, office);
  const records = new Map<string, readonly BundleRow[]>();
  const own = (file: string): readonly BundleRow[] => {
    const known = records.get(file);
    if (known) return known;
    const [column, above] = belongsTo[file] ?? [];
    const keys = column && above ? new Set(own(above).map((row) => row.code)) : asked;
    const rows = bundle(file).filter((row) => keys.has(row[column ?? ownerColumn(file)] ?? ''));
    records.set(file, rows);
    return rows;
  };
  return own;
}

function ownerColumn(file: string): string {
  return file === 'offices' || file === 'divisions' ? 'code' : 'office_code';
}

function withAllBelow(bundle: BundleRows, office: string): Set<string> {
  const codes = new Set([office]);
  for (let before = 0; before < codes.size;) {
    before = codes.size;
    for (const { code = '', parent_code = '' } of bundle('divisions')) if (codes.has(parent_code)) codes.add(code);
  }
  return codes;
}
