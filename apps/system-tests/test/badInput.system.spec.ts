import { join } from 'node:path';
import { format } from '@xunlian/interchange';
import { badFiles, badFilesSaid, badRows, badRowsSaid, county, handedOn, writeBundle, type Files } from './badBundle.ts';
import type { Ended } from './command.ts';
import { ask, post, type Answer } from '@xunlian/testing/graph';
import { inconsistencies } from './journals.ts';
import { badSealedBodies, badSealedRows, placesOf, sealedRows, texts } from './sealed.ts';
import { startEmpty, type Started } from './started.ts';

let started: Started;
/** Everything that was said about what is bad, by the command and by the graph. */
const said: string[] = [];

beforeAll(async () => {
  started = await startEmpty();
  expect(await importing('county', county)).toMatchObject({ code: 0, complaints: [] });
}, 90_000);
afterAll(() => started?.stop());

async function importing(name: string, files: Files) {
  return heard(await started.xunlian('import', await writeBundle(join(started.folder, name), files)));
}

function heard({ code, out, err }: Ended) {
  said.push(...out, ...err);
  return { code, complaints: out.filter((line) => /^\w+\.csv:/.test(line)) };
}

async function errorsOf(asking: Promise<Answer<unknown>>) {
  const { status, data, errors = [] } = await asking;
  said.push(...[data ?? {}, ...errors].map((part) => JSON.stringify(part)));
  return { status, errors: errors.map(({ message, extensions: { code, at } }) => ({ message, code, at })) };
}

/** Codes of the records that a bundle left behind, whatever else is there. */
async function kept(...files: string[]): Promise<Record<string, string[]>> {
  const entries = await Promise.all(format.filter(({ file }) => files.includes(file)).map(async ({ file, service, list }) => {
    const documents = await started.db(service).collection<{ _id: string }>(list).find().sort({ _id: 1 }).toArray();
    return [file, documents.map(({ _id }) => _id)] as const;
  }));
  return Object.fromEntries(entries);
}

describe('a bundle', () => {
  it('has each bad row reported with file, line, column and reason, and its good rows kept', async () => {
    expect(await importing('rows', badRows)).toEqual({ code: 1, complaints: badRowsSaid });
    expect(await kept(...Object.keys(badRows))).toEqual({
      divisions: ['430000', '431300', '431302'], offices: ['431300', '431302'], people: ['good1', 'p1', 'p2', 'p3', 'p4'], rounds: ['r1'],
      inspections: ['i1', 'i2'], assignments: ['r1~g1~p1', 'r1~g2~p4'], findings: ['good1', 'good2'], recoveries: ['good1'],
    });
  });

  it('has each bad file reported with the line where it begins to be bad, and what can be read of it kept', async () => {
    expect(await importing('files', badFiles)).toEqual({ code: 1, complaints: badFilesSaid });
    expect(await kept(...Object.keys(badFiles))).toEqual({
      campaigns: [], measures: [], petitions: ['good2'], letters: ['good3'], confessions: [], checks: [], courses: ['good3'],
    });
  });

  it('without the file that its rows refer to is refused row by row', async () => {
    expect(await importing('alone', { checks: 'code,kind,office_code,starts_on\r\nk1,LOOK_BACK,110000,2020-01-01\r\n' })).toEqual({
      code: 1, complaints: ['checks.csv:2:office_code: There is no office with the code 110000.'],
    });
  });

  it('hands on what only one may have, whatever the order of its rows', async () => {
    expect(await importing('handedOn', handedOn)).toEqual({ code: 0, complaints: [] });
  });

  it('that is not there at all is one line', async () => {
    const { code, out, err } = await started.xunlian('import', '/nowhere');
    expect({ code, out, err }).toEqual({ code: 1, out: [], err: ['There is no folder /nowhere.'] });
  });
});

describe('a command over HTTP', () => {
  const finding = { code: 'h1', inspectionCode: 'i1', discipline: 'WORK', scope: 'COMMON', foundOn: '2020-02-10', summary: '问题' };
  const record = 'mutation ($rows: [FindingInput!]!) { recordFindings(rows: $rows) { created } }';
  const recording = (...rows: object[]) => errorsOf(ask(started.system.url, record, { rows }));

  it('of 1,001 rows is refused as a whole', async () => {
    const rows = Array.from({ length: 1_001 }, (_, place) => ({ ...finding, code: `h${place}` }));
    expect(await recording(...rows)).toMatchObject({ errors: [{ message: 'At most 1000 rows at a time.', code: 'INVALID' }] });
  });

  it.each([
    ['a word that is not one of the enum', { discipline: '问题' }, 'rows[1].discipline', 'rows[1].discipline: expected a value of Discipline.'],
    ['a day that does not exist', { foundOn: '2020-02-30' }, 'rows[1].foundOn', 'rows[1].foundOn: expected a day that exists, as YYYY-MM-DD.'],
    ['a number for a day', { foundOn: 20_200_210 }, 'rows[1].foundOn', 'rows[1].foundOn: expected a day that exists, as YYYY-MM-DD.'],
    ['a number for a text', { summary: 7 }, 'rows[1].summary', 'rows[1].summary: expected String.'],
    ['nothing where something must be', { scope: null }, 'rows[1].scope', 'rows[1].scope: FindingScope! expected, not null.'],
    ['a field that there is not', { weight: 1 }, 'rows[1]', 'rows[1]: FindingInput has no field weight.'],
  ])('with %s is refused as a whole, with the place and without the value', async (...[, wrong, at, message]) => {
    expect((await recording(finding, { ...finding, code: 'h2', ...wrong })).errors).toEqual([{ code: 'INVALID', at, message }]);
  });

  it.each([
    ['of 10 MB', () => JSON.stringify({ query: record, variables: { rows: [{ ...finding, summary: 'x'.repeat(10_000_000) }] } }), 413, 'The body is longer than 4 MB. Send fewer rows at a time.'],
    ['that is not JSON', () => '{"query":', 400, 'The body is not JSON.'],
  ])('with a body %s is refused', async (...[, body, status, message]) => {
    expect(await errorsOf(post(started.system.url, body()))).toEqual({ status, errors: [{ code: 'INVALID', message, at: undefined }] });
  });

  it('leaves nothing behind when it is refused as a whole, and nothing is half-written', async () => {
    expect(await kept('findings')).toEqual({ findings: ['good1', 'good2'] });
    expect(await inconsistencies(started)).toEqual([]);
  });
});

describe('a sealed text', () => {
  it('is recorded, and read by who may', async () => {
    expect(await importing('sealed', sealedRows)).toMatchObject({ code: 0, complaints: [] });
    const { data } = await ask(started.system.url, '{ clue(code: "c1") { about } outcome(code: "d1") { personRef } interview(code: "v1") { personRef } }');
    expect(data).toEqual({ clue: { about: texts.about }, outcome: { personRef: texts.person }, interview: { personRef: texts.called } });
  });

  it('in a bad row or request is refused, and never repeated', async () => {
    expect((await importing('badSealed', badSealedRows)).code).toBe(1);
    for (const body of badSealedBodies) await errorsOf(post(started.system.url, body));
    expect(said.filter((line) => holdsSealed(line))).toEqual([]);
    expect(await kept('clues', 'outcomes', 'interviews')).toEqual({ clues: ['c1'], outcomes: ['d1', 'd2'], interviews: ['v1'] });
  });

  it('is not repeated when the database refuses it, and neither is what the database said', async () => {
    await started.db('findings').command({ collMod: 'clues', validator: { about: { $type: 'int' } } });
    expect(await importing('world', { clues: (sealedRows['clues']?.toString() ?? '').replace('c1', 'c20') })).toEqual({
      code: 1, complaints: [expect.stringMatching(/^clues\.csv:2: Something went wrong here\. The log holds the cause under the id of this request\. \(request [\w-]+\)$/)],
    });
    await started.db('findings').command({ collMod: 'clues', validator: {} });
  });

  it('is nowhere but encrypted with its owner', async () => {
    await started.stopPrograms();
    expect(await placesOf(started, Object.values(texts))).toEqual([]);
    const owned = await started.db('findings').collection<{ _id: string; about: string }>('clues').findOne({ _id: 'c1' });
    expect(started.cipher.open(owned?.about ?? '', 'findings.clue.v1/c1/about')).toBe(texts.about);
    // The search finds what is there: a code, and the name of an organisation.
    expect(await placesOf(started, ['"d1"', '区财政局'])).toEqual(['figures.outcomes', 'findings.journal', 'findings.outcomes', 'findings.sealedReads', 'organizations.journal', 'organizations.organizations']);
  });
});

describe('whatever is said about what is bad', () => {
  it('holds no stack, no host, no file of the program and nothing of a driver', () => {
    expect(said.length).toBeGreaterThan(50);
    expect(said.filter((line) => /\bat \S+ \(|node:|node_modules|\.ts\b|mongo|127\.0\.0\.1|localhost|ECONN|E11000|validation|undici/i.test(line))).toEqual([]);
  });
});

const holdsSealed = (line: string) => Object.values(texts).some((text) => line.includes(text));
