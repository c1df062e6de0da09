import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Projection } from '@xunlian/bus';
import { log } from '@xunlian/service';
import { dropNext, rowsBeside, type RowsBeside } from './beside.ts';
import type { Ask } from './reader.ts';
import { isFatal, literal, reader, readers, remembering, rowsIn } from './reader.ts';
import type { Table } from './table.ts';
import { tableSql } from './table.ts';
import { turns } from './turns.ts';
import { missedSql, upsertsOf } from './upsert.ts';
import { feedSql, rowWriter, type Writing } from './writer.ts';

/** The rows that figures are counted over, in one DuckDB file. */
export interface Rows {
  readonly ask: Ask;
  /** The same for questions that many ask: asked once for as long as nothing is written. */
  readonly askOnce: Ask;
  readonly projection: Projection;
  /** Begins to build rows anew beside these. */
  readonly beside: () => Promise<RowsBeside>;
  /** How often the rows were to be built anew when these were; null when they were built for another reason. */
  readonly generation: () => Promise<number | null>;
  /** Says that the rows are as good as built anew for the so-many-th time. */
  readonly adopt: (generation: number) => Promise<void>;
  /** How many rows there are. */
  readonly count: () => Promise<number>;
  /** Versions of records that never came, over all rows: anything but 0 is an alarm. */
  readonly missed: () => Promise<number>;
  /** Rejects when the file no longer answers. Does not wait for questions under way. */
  readonly check: () => Promise<void>;
  /** Writes everything into the file and lets go of it. */
  readonly close: () => Promise<void>;
}

/** Counts up when rows must be built anew although no table has changed. */
const edition = 1;
const options = {
  // Cores are shared between statements: a second thread for each costs a fifth more work and answers none of them sooner.
  threads: '1', memory_limit: '256MB', preserve_insertion_order: 'false',
  // A transaction sees what was there when it began, not when it first asked.
  immediate_transaction_mode: 'true',
  // Rows that only the log holds cost a question a tenth more than those in the file; writing them there so often costs an import nothing.
  checkpoint_threshold: '2MB',
  // Nothing is ever fetched from the network.
  autoinstall_known_extensions: 'false', autoload_known_extensions: 'false',
};
const lockPatienceMs = 10_000;
const lockPauseMs = 200;

/**
 * Opens the file, which it makes, or makes anew when it is damaged or was built for other tables: the feed then starts
 * from the first event. Waits a few seconds for a process that still holds the file. Throws when the folder cannot be
 * written or the file stays held.
 */
export async function openRows(path: string, tables: readonly Table[]): Promise<Rows> {
  const instance = await openInstance(path, tables);
  await leaveOut(instance);
  const connections = await Promise.all(Array.from({ length: readers }, () => instance.connect()));
  const watch = await instance.connect();
  // What a process left that was killed while it built.
  await watch.run(`ALTER TABLE edition ADD COLUMN IF NOT EXISTS generation INTEGER; ${dropNext(tables)}`);
  const { turn } = turns();
  const ask = orLost(reader(connections, turn));
  const writing: Writing = { connect: () => instance.connect(), tables, lost, commit: turn };
  const writer = rowWriter(writing);
  return {
    ask,
    askOnce: remembering(ask, writer.turns),
    projection: writer.projection,
    beside: () => rowsBeside(writer, writing),
    generation: async () => generationIn(await ask('SELECT generation FROM edition')),
    adopt: (generation) => writer.inTurn(async (connection) => void (await connection.run(`UPDATE edition SET generation = ${generation}`))),
    count: async () => Number((await ask(`SELECT ${tables.map(({ name }) => `(SELECT count(*) FROM ${name})`).join(' + ')}`))[0]?.[0] ?? 0),
    missed: async () => Number((await ask(missedInAll(tables)))[0]?.[0] ?? 0),
    check: async () => void (await watch.run('SELECT 1 FROM feed LIMIT 1')),
    async close() {
      writer.close();
      watch.closeSync();
      await ask('CHECKPOINT');
      for (const connection of connections) connection.closeSync();
      instance.closeSync();
    },
  };
}

/**
 * The passes over a plan that figures gain by, and changes of rows by the last. The others take a quarter of the time for planning
 * and change nothing for what joins two or three tables: measured at 100,000 and at a million findings.
 */
const gainful = ['filter_pushdown', 'expression_rewriter', 'column_lifetime', 'unused_columns', 'build_side_probe_side', 'join_filter_pushdown'];

/** Plans without the passes that nobody here gains by; for the whole instance, as DuckDB has no setting for less. */
async function leaveOut(instance: DuckDBInstance): Promise<void> {
  const connection = await instance.connect();
  const passes = rowsIn(await connection.run('SELECT name FROM duckdb_optimizers()')).map(([name]) => String(name));
  await connection.run(`SET GLOBAL disabled_optimizers = ${literal(passes.filter((pass) => !gainful.includes(pass)).join(','))}`);
  connection.closeSync();
}

/** Asks; ends the process, as writing does, when there is nothing left to ask. */
function orLost(ask: Ask): Ask {
  return async (...statements) => {
    try {
      return await ask(...statements);
    } catch (error) {
      if (isFatal(error)) lost();
      throw error;
    }
  };
}

/** After a fatal error DuckDB answers nothing more in this process; the next one opens the file afresh. */
function lost(): void {
  log('error', 'DuckDB has given the rows up; the process ends, to be started again.');
  process.exit(1);
}

async function openInstance(path: string, tables: readonly Table[]): Promise<DuckDBInstance> {
  if (path !== ':memory:') await mkdir(dirname(path), { recursive: true });
  const statements = [...tables.map(tableSql), feedSql];
  const fingerprint = createHash('sha256').update([edition, ...statements].join('\n')).digest('hex');
  const known = await instanceAt(path);
  if (known) {
    if ((await fingerprintOf(known)) === fingerprint) return known;
    known.closeSync();
  }
  log('info', 'The rows are built anew from the journals.', { because: known ? 'the file is new or built for other tables' : 'the file is damaged' });
  await rm(path, { force: true });
  await rm(`${path}.wal`, { force: true });
  const fresh = await DuckDBInstance.create(path, options);
  const connection = await fresh.connect();
  await connection.run(['BEGIN', ...statements, `CREATE TABLE edition AS SELECT '${fingerprint}' AS fingerprint`, 'COMMIT'].join(';\n'));
  connection.closeSync();
  return fresh;
}

/** The file as a database; null when it is damaged. */
async function instanceAt(path: string): Promise<DuckDBInstance | null> {
  const begun = Date.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await DuckDBInstance.create(path, options);
    } catch (error) {
      const message = String(error);
      if (/cannot open file|permission denied/i.test(message)) throw new Error('The DUCKDB_FILE cannot be opened or written.', { cause: error });
      // Not any `lock`: a damaged file is said to be so in a block.
      if (!/set lock|conflicting lock/i.test(message)) return null;
      if (Date.now() - begun > lockPatienceMs) throw new Error('Another process holds the DUCKDB_FILE.', { cause: error });
      if (attempt === 1) log('warn', 'Another process still holds the DUCKDB_FILE; trying again for a few seconds.');
      await sleep(lockPauseMs);
    }
  }
}

/** What the file was built for; null when it does not say, or can no longer be read. */
async function fingerprintOf(instance: DuckDBInstance): Promise<string | null> {
  const connection = await instance.connect();
  try {
    return String(rowsIn(await connection.run('SELECT fingerprint FROM edition'))[0]?.[0]);
  } catch {
    return null;
  } finally {
    connection.closeSync();
  }
}

function generationIn([row]: readonly (readonly unknown[])[]): number | null {
  return typeof row?.[0] === 'number' ? row[0] : null;
}

function missedInAll(tables: readonly Table[]): string {
  return `SELECT ${[...upsertsOf(tables).values()].map((upsert) => `(${missedSql(upsert)})`).join(' + ')}`;
}
