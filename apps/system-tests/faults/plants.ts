import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A bug that is planted into one file of the product while it is loaded; the file itself stays as it is. */
export interface Plant {
  readonly name: string;
  /** Part of the name of the fault under which it is to be found. */
  readonly under: string;
  /** From the project's folder. */
  readonly file: string;
  /** Every piece of the file that is replaced; each must be there once. */
  readonly pieces: readonly (readonly [piece: string, by: string])[];
  /** Whether it shows already when right records are refused, because what they refer to was lost or is told of too early. */
  readonly losesReferences?: true;
}

const always = 'kill -9 of programs';

/** Eight bugs, each of a kind that tests by example would pass over. */
export const plants: readonly Plant[] = [
  { name: 'write concern 1', under: 'mongod', file: 'libs/store/src/connection.ts', pieces: [["{ w: 'majority', j: true }", '{ w: 1, j: false }'], ["{ w: 'majority', journal: true }", '{ w: 1, journal: false }']] },
  {
    name: 'offset committed before the effect', under: always, file: 'libs/bus/src/kafka/taking.ts', losesReferences: true,
    pieces: [['  await save({ events, cursors: cursorsOf(taking, part) });', '  await save({ events: [], cursors: cursorsOf(taking, part) });\n  await sleep(100, taking.signal);\n  await save({ events, cursors: {} });']],
  },
  { name: 'no inbox', under: 'shuffled', file: 'libs/store/src/readModel.ts', pieces: [['if (row && row.version >= event.version) return row;', '']] },
  {
    name: 'a relay that drops one in a thousand', under: 'broker', file: 'libs/bus/src/kafka/relay.ts', losesReferences: true,
    pieces: [['async function publishOn(', 'let relayed = 900;\nasync function publishOn('], ['line.send(events)', 'line.send(events.filter(() => (relayed += 1) % 1_000 !== 0))']],
  },
  {
    name: 'last write wins', under: always, file: 'libs/store/src/deciderStore.ts',
    pieces: [
      ['const { result, at } = await inTransaction(', 'const stale = await side.documents.find({ _id: { $in: items.map(({ code }) => code) } }).toArray();\n  const { result, at } = await inTransaction('],
      ['const stored = await side.documents.find({ _id: { $in: codes } }, { session }).toArray();', 'const stored = stale;'],
      ['.insertMany(changes.flatMap(({ rows }) => rows), { session })', '.bulkWrite(changes.flatMap(({ rows }) => rows.map((row) => ({ replaceOne: { filter: { _id: row._id }, replacement: row, upsert: true } }))), { session })'],
    ],
  },
  {
    name: 'a figure added twice', under: 'shuffled', file: 'apps/insight/src/rows/writer.ts',
    pieces: [
      ['${updateSql(upsert, columns)}', "${updateSql(upsert, columns).replace('= staged.\"amountYuan\"', `= ${upsert.table}.\"amountYuan\" + staged.\"amountYuan\"`)}"],
      ['known.get(event.subject)?.version ?? 0', '0'],
    ],
  },
  {
    name: 'a feed that keeps what it heard first', under: 'shuffled', file: 'apps/findings/src/heard.ts',
    pieces: [
      ['readModel<HeardInspection>(', '((model) => ({ ...model, project: (row, event) => row ?? model.project(row, event) }))(readModel<HeardInspection>('],
      ["'fedBackOn'] });", "'fedBackOn'] }));"],
    ],
  },
  { name: 'a state skipped', under: always, file: 'apps/findings/src/clue/rules.ts', pieces: [['checkDays({ ...clue, transferredOn: command.on });', '']] },
];

/** The source of a module with a bug in it. Throws when a piece is not there any more, or more than once: the plant must follow the product. */
export function planted({ name, file, pieces }: Plant, url: string): string {
  const source = readFileSync(fileURLToPath(url), 'utf8');
  return pieces.reduce((changed, [piece, by]) => {
    const times = source.split(piece).length - 1;
    if (times !== 1) throw new Error(`${file} has ${times} places for the bug "${name}" instead of one: ${piece}`);
    return changed.replace(piece, () => by);
  }, source);
}
