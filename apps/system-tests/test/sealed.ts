import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files } from './badBundle.ts';
import { tablesIn } from './readModels.ts';
import type { Started } from './started.ts';

/** Texts that nobody may read but who is named on the record, each easy to recognise wherever it turns up. */
export const texts = { about: '绝密：举报张某受贿七万元', person: '身份甲—李某某', called: '约谈对象—王某某' };

const file = (...lines: string[]): string => `${lines.join('\r\n')}\r\n`;
const clues = 'code,inspection_code,found_on,about,transferred_on';
const outcomes = 'code,office_code,person_ref,kind,decided_on';
const interviews = 'code,office_code,organization_code,person_ref,held_on';

/** Good records with sealed texts. */
export const sealedRows: Files = {
  clues: file(clues, `c1,i1,2020-02-10,${texts.about},`),
  outcomes: file(outcomes, `d1,431302,${texts.person},TALK,2020-06-01`, `d2,431302,${texts.person},SANCTION,2020-06-01`),
  interviews: file(interviews, `v1,431302,o1,${texts.called},2020-06-01`),
};

/** Bad rows with sealed texts: refused by a rule, by a reference, by the format; in the wrong column; in a record without end. */
export const badSealedRows: Files = {
  clues: file(
    clues, `c2,i1,2020-01-01,${texts.about},`, `c3,i9,2020-02-10,${texts.about},`, `c4,i1,2020-02-30,${texts.about},`, `c5,i1,2020-02-10,据反映,${texts.about}`,
    `c6,${texts.about},2020-02-10,i1,`, `c7,i1,2020-02-10,${texts.about.repeat(1_000)},`, `c8,i1,2020-02-10,${texts.about},,,`, `c9,i1,2020-02-10,"${texts.about},`,
  ),
  outcomes: file(outcomes, `d3,431302,${texts.person},${texts.person},2020-06-01`, `${texts.person},431302,x,TALK,2020-06-01`, `d5,431309,${texts.person},TALK,2020-06-01`),
  interviews: file(`code,431302,o1,${texts.called},2020-06-01`, `v3,431302,o1,${texts.called},2020-06-01`),
};

/** Bodies of bad requests with sealed texts. */
export const badSealedBodies: readonly string[] = [
  ...[
    { about: { text: texts.about } }, { about: [texts.about] }, { [texts.about]: texts.about }, { inspectionCode: texts.about }, { code: texts.about },
    { foundOn: texts.about }, { receiver: texts.about }, { about: texts.about, foundOn: '2019-01-01' }, { about: texts.about.repeat(1_000) },
  ].map((wrong) => JSON.stringify({
    query: 'mutation ($rows: [ClueInput!]!) { recordClues(rows: $rows) { rows(only: REJECTED) { field reason } } }',
    variables: { rows: [{ code: 'c2', inspectionCode: 'i1', foundOn: '2020-02-10', about: 'x', ...wrong }] },
  })),
  ...[
    `mutation { recordClues(rows: [{ code: "c2", inspectionCode: "i1", foundOn: "${texts.about}", about: "${texts.about}" }]) { created } }`,
    `mutation { recordClues(rows: [{ code: "c2", about: "${texts.about}" }]) { created } }`,
    `mutation { recordClues(rows: "${texts.about}") { created } }`, `{ clues(after: "${texts.about}") { nodes { code } } }`,
    `{ clue(code: "c1") { ${texts.about} } }`, `{ clue(code: "${texts.about}) { code } }`, `{ clues(filter: { state: "${texts.about}" }) { nodes { code } } }`,
    `mutation { transferClue(clue: "${texts.about}", receiver: OTHER, on: "2020-06-01") { clue { code } } }`,
  ].map((query) => JSON.stringify({ query })),
];

/** Where one of the words is found: the files of the system, every collection of every database, every table of the figures. */
export async function placesOf(started: Started, words: readonly string[]): Promise<string[]> {
  const holds = (text: string) => words.some((word) => text.includes(word));
  const places: string[] = [];
  for (const entry of await readdir(started.dataDir, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && holds(await readFile(join(entry.parentPath, entry.name), 'utf8'))) places.push(entry.name);
  }
  for (const db of await started.databases()) {
    for (const { name } of await db.listCollections().toArray()) {
      const documents = await db.collection(name).find().toArray();
      if (holds(JSON.stringify(documents))) places.push(`${db.databaseName.replace(/^test_[0-9a-f]+_/, '')}.${name}`);
    }
  }
  const tables = [...await tablesIn(join(started.dataDir, 'insight', 'figures.duckdb'))].filter(([, rows]) => holds(JSON.stringify(rows)));
  return [...places, ...tables.map(([name]) => `figures.${name}`)].sort();
}
