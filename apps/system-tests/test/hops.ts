import type { BundleRow, BundleRows } from '../src/bundleRows.ts';

/** One request that goes from an office to its figures and from record to record, both ways, through all services. */
export const hopsQuestion = `
  query Hops($office: ID!, $organization: ID!, $from: Date!, $to: Date!) {
    office(code: $office) {
      name level
      overview(from: $from, to: $to, scope: OWN) { problems { found } inspections { total } }
      measures(first: 1000) { nodes { code finding { code inspection { organization { name } } } } }
    }
    findings(filter: { office: { code: $office, scope: OWN } }, first: 100) {
      nodes {
        code foundOn office { name }
        inspection { code enteredOn group { name } round { name } }
        organization { name kind }
        rectification { dueOn verifiedOn organization { code } }
      }
    }
    organization(code: $organization) {
      name office { name }
      inspections(first: 100) { nodes { code round { code term } findings(first: 1000) { nodes { code rectification { verifiedOn } } } } }
      findings(first: 1000) { totalCount nodes { code inspection { code } } }
    }
  }`;

/** What that request must be answered with, but for the figures, worked out from the rows of a bundle. */
export function hopsIn(bundle: BundleRows, { office, organization }: { office: string; organization: string }) {
  const find = finder(bundle);
  const held = bundle('inspections').filter((row) => find('rounds', row.round_code).office_code === office);
  const found = bundle('findings').filter((row) => held.some(({ code }) => code === row.inspection_code)).sort(newestFirst);
  const here = bundle('inspections').filter((row) => row.organization_code === organization);
  const findingsOf = (inspections: readonly BundleRow[]) => bundle('findings').filter((row) => inspections.some(({ code }) => code === row.inspection_code)).sort(newestFirst);
  const verifiedOn = (code: string | undefined) => find('rectifications', code, 'finding_code').verified_on || null;
  return {
    findings: { nodes: found.slice(0, 100).map((row) => findingOf(row, find)) },
    organization: {
      name: find('organizations', organization).name,
      office: { name: find('offices', find('organizations', organization).office_code).name },
      inspections: {
        nodes: here.sort(by('entered_on')).map((row) => ({
          code: row.code, round: { code: row.round_code, term: Number(find('rounds', row.round_code).term) },
          findings: { nodes: findingsOf([row]).map(({ code }) => ({ code, rectification: find('rectifications', code, 'finding_code').due_on ? { verifiedOn: verifiedOn(code) } : null })) },
        })),
      },
      findings: { totalCount: findingsOf(here).length, nodes: findingsOf(here).map(({ code, inspection_code }) => ({ code, inspection: { code: inspection_code } })) },
    },
  };
}

/** The measures of an office, each with the organisation that its finding was found in. */
export function measuresIn(bundle: BundleRows, office: string) {
  const find = finder(bundle);
  return bundle('measures').filter((row) => row.office_code === office).sort(by('adopted_on')).map(({ code, finding_code }) => {
    if (!finding_code) return { code, finding: null };
    const { organization_code } = find('inspections', find('findings', finding_code).inspection_code);
    return { code, finding: { code: finding_code, inspection: { organization: { name: find('organizations', organization_code).name } } } };
  });
}

type Find = (file: string, value: string | undefined, column?: string) => BundleRow;

function findingOf(row: BundleRow, find: Find) {
  const inspection = find('inspections', row.inspection_code);
  const round = find('rounds', inspection.round_code);
  const { name, kind } = find('organizations', inspection.organization_code);
  const { due_on: dueOn, verified_on, organization_code } = find('rectifications', row.code, 'finding_code');
  return {
    code: row.code, foundOn: row.found_on, office: { name: find('offices', round.office_code).name },
    inspection: { code: inspection.code, enteredOn: inspection.entered_on, group: { name: find('groups', inspection.group_code).name }, round: { name: round.name } },
    organization: { name, kind },
    rectification: dueOn ? { dueOn, verifiedOn: verified_on || null, organization: { code: organization_code } } : null,
  };
}

/** Finds a row by the value of a column; a row without cells where there is none. */
function finder(bundle: BundleRows): Find {
  const indexes = new Map<string, Map<string | undefined, BundleRow>>();
  return (file, value, column = 'code') => {
    const key = `${file}/${column}`;
    const index = indexes.get(key) ?? new Map(bundle(file).map((row) => [row[column], row]));
    indexes.set(key, index);
    return index.get(value) ?? {};
  };
}

const newestFirst = by('found_on');

/** Order of the graph's lists: newest first, then by code from the last. */
function by(column: string) {
  return (one: BundleRow, other: BundleRow): number => {
    const [a, b] = [`${one[column]} ${one.code}`, `${other[column]} ${other.code}`];
    return a < b ? 1 : a > b ? -1 : 0;
  };
}
