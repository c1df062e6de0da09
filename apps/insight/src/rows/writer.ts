import type { DuckDBAppender, DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { DuckDBDataChunk, VARCHAR } from '@duckdb/node-api';
import type { Batch, Cursor, Cursors, Projection } from '@xunlian/bus';
import { tellMissed } from '@xunlian/bus';
import type { Envelope } from '@xunlian/events';
import type { Change } from './project.ts';
import { project } from './project.ts';
import { isFatal, literal, rowsIn } from './reader.ts';
import type { Table } from './table.ts';
import type { Turns } from './turns.ts';
import { turns } from './turns.ts';
import type { Progress, Upsert } from './upsert.ts';
import { alike, freshValues, progressSql, stagedValues, stagingSql, stagingTypes, updateSql, upsertsOf, writesOf } from './upsert.ts';

/** A connection that writes: tables and its own temporary ones are filled through appenders. */
interface Desk {
  readonly connection: DuckDBConnection;
  readonly appenders: Map<string, DuckDBAppender>;
  /** Names of the cursors that are there. */
  readonly places: Set<string>;
}

/** Temporary table of the codes whose rows are looked up. */
const sought = { name: 'sought', sql: 'CREATE TEMP TABLE sought (code VARCHAR)', types: [VARCHAR] };

/** Statement that creates the table of the feed's cursors. */
export const feedSql = 'CREATE TABLE feed (name VARCHAR PRIMARY KEY, token VARCHAR NOT NULL, through VARCHAR NOT NULL)';

/** Writes what a feed hears. */
export interface RowWriter {
  /** The rows and the cursors of a batch are written in one transaction, one batch after the other. */
  readonly projection: Projection;
  /** Works on the connection while no batch is written. */
  readonly inTurn: <Result>(work: (connection: DuckDBConnection) => Promise<Result>) => Promise<Result>;
  /** How often anything may have been written. */
  readonly turns: () => number;
  readonly close: () => void;
}

/** Where rows are written. */
export interface Writing {
  readonly connect: () => Promise<DuckDBConnection>;
  readonly tables: readonly Table[];
  /** Called when DuckDB has given the whole database up. */
  readonly lost: () => void;
  /** Commits, while no question begins: what it asks over several connections is of one moment. */
  readonly commit: Turns['turn'];
}

/** Writes rows over a connection of its own. */
export function rowWriter({ connect, tables, lost, commit }: Writing): RowWriter {
  const upserts = upsertsOf(tables);
  let desk: Desk | null = null;
  const seated = async (): Promise<Desk> => (desk ??= await seatAt(await connect()));
  const close = () => {
    desk?.connection.closeSync();
    desk = null;
  };
  const atDesk = async <Result>(work: (desk: Desk) => Promise<Result>): Promise<Result> => {
    try {
      return await work(await seated());
    } catch (error) {
      // Whatever is staged or half appended goes with the connection.
      close();
      if (isFatal(error)) lost();
      throw error;
    }
  };
  const { turn, count } = turns();
  const inTurn: RowWriter['inTurn'] = (work) => turn(() => atDesk(({ connection }) => work(connection)));
  const projection: Projection = {
    cursors: () => inTurn(savedCursors),
    apply: (batch) => turn(() => atDesk((own) => write(own, batch, { upserts, commit }))),
  };
  return { projection, inTurn, turns: count, close };
}

async function seatAt(connection: DuckDBConnection): Promise<Desk> {
  return { connection, appenders: new Map(), places: new Set(Object.keys(await savedCursors(connection))) };
}

/** Where the feed stands. */
export async function savedCursors(connection: DuckDBConnection): Promise<Cursors> {
  const rows = rowsIn(await connection.run('SELECT name, token, through FROM feed'));
  return Object.fromEntries(rows.map(([name, token, through]) => [String(name), { token: String(token), through: String(through) }]));
}

async function write(desk: Desk, { events, cursors }: Batch, { upserts, commit }: { upserts: ReadonlyMap<string, Upsert>; commit: Turns['turn'] }): Promise<void> {
  const { connection } = desk;
  await connection.run('BEGIN');
  const missed: [table: string, versions: number][] = [];
  for (const [topic, heard] of Map.groupBy(events, (event) => event.topic)) {
    const upsert = upserts.get(topic);
    if (upsert) missed.push([upsert.table, await writeEvents(desk, upsert, heard)]);
  }
  await savePlaces(desk, cursors);
  await commit(() => connection.run('COMMIT'));
  tellMissed(missed);
}

/** Saves where the feed stands, unless it has been further. */
async function savePlaces({ connection, places }: Desk, cursors: Cursors): Promise<void> {
  const named = Object.entries(cursors);
  const [known, fresh] = [named.filter(([name]) => places.has(name)), named.filter(([name]) => !places.has(name))];
  // Not one statement for both: ON CONFLICT makes it cost twice as much.
  if (known.length > 0) await connection.run(
    `UPDATE feed SET token = now.token, through = now.through FROM (VALUES ${valuesOf(known)}) now(name, token, through) WHERE feed.name = now.name AND now.through >= feed.through`,
  );
  if (fresh.length > 0) await connection.run(`INSERT INTO feed VALUES ${valuesOf(fresh)}`);
  for (const [name] of fresh) places.add(name);
}

function valuesOf(cursors: readonly (readonly [name: string, cursor: Cursor])[]): string {
  return cursors.map(([name, { token, through }]) => `(${[name, token, through].map(literal).join(', ')})`).join(', ');
}

/** What events of one topic make of the rows that are as far as is known, by subject. */
function changesOf(events: readonly Envelope<object>[], known: ReadonlyMap<string, Progress>): ReadonlyMap<string, Change> {
  const changes = new Map<string, Change>();
  for (const event of events) {
    const change = project(changes.get(event.subject) ?? null, event, known.get(event.subject)?.version ?? 0);
    if (change) changes.set(event.subject, change);
  }
  return changes;
}

/** Writes what events of one topic come to, and gives how many versions have never come beside those known before. */
async function writeEvents(desk: Desk, upsert: Upsert, events: readonly Envelope<object>[]): Promise<number> {
  const known = await progressOf(desk, upsert, [...new Set(events.map(({ subject }) => subject))]);
  const { fresh, later, missed } = writesOf(changesOf(events, known).values(), known);
  if (fresh.length > 0) {
    const appender = await appenderOf(desk, upsert.table, () => desk.connection.createAppender(upsert.table));
    append(appender, [...upsert.types.values()], freshValues(upsert, fresh));
  }
  for (const { columns, writes } of alike(upsert, later)) {
    append(await staging(desk, { name: upsert.staging, sql: stagingSql(upsert) }), stagingTypes(upsert), stagedValues(upsert, writes));
    await desk.connection.run(`${updateSql(upsert, columns)}; TRUNCATE ${upsert.staging}`);
  }
  return missed;
}

/** How far the rows of these codes are. Never by a prepared statement: DuckDB plans it on the statistics of that moment, and later rows make it wrong. */
async function progressOf(desk: Desk, upsert: Upsert, codes: readonly string[]): Promise<ReadonlyMap<string, Progress>> {
  append(await staging(desk, sought), sought.types, [codes]);
  const rows = rowsIn(await desk.connection.run(progressSql(upsert, sought.name)));
  await desk.connection.run(`TRUNCATE ${sought.name}`);
  return new Map(rows.map(([code, version, missed]) => [String(code), { version: Number(version), missed: Number(missed) }]));
}

function append(appender: DuckDBAppender, types: readonly DuckDBType[], columns: readonly (readonly DuckDBValue[])[]): void {
  const chunk = DuckDBDataChunk.create(types, columns[0]?.length ?? 0);
  chunk.setColumns(columns);
  appender.appendDataChunk(chunk);
  appender.flushSync();
}

/** Appends to a temporary table, which is made when it is first needed. */
async function staging(desk: Desk, { name, sql }: { readonly name: string; readonly sql: string }): Promise<DuckDBAppender> {
  return appenderOf(desk, name, async () => {
    await desk.connection.run(sql);
    return desk.connection.createAppender(name, 'main', 'temp');
  });
}

async function appenderOf({ appenders }: Desk, name: string, make: () => Promise<DuckDBAppender>): Promise<DuckDBAppender> {
  const appender = appenders.get(name) ?? (await make());
  appenders.set(name, appender);
  return appender;
}
