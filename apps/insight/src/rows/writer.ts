import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';
import { DuckDBDataChunk } from '@duckdb/node-api';
import type { Batch, Cursors, Projection } from '@xunlian/bus';
import type { Envelope } from '@xunlian/events';
import { log, versionsMissed } from '@xunlian/service';
import type { Change } from './project.ts';
import { project } from './project.ts';
import { literal } from './reader.ts';
import type { Table } from './table.ts';
import type { Alike, Upsert } from './upsert.ts';
import { alike, before, missedSql, stagedValues, stagingSql, stagingTypes, upsertSql, upsertsOf } from './upsert.ts';

/** A connection that writes, with its temporary tables filled through appenders. */
interface Desk {
  readonly connection: DuckDBConnection;
  readonly appenders: Map<string, DuckDBAppender>;
}

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

/** Writes rows over a connection of its own; `lost` is called when DuckDB has given the whole database up. */
export function rowWriter(connect: () => Promise<DuckDBConnection>, tables: readonly Table[], lost: () => void): RowWriter {
  const upserts = upsertsOf(tables);
  let desk: Desk | null = null;
  const seated = async (): Promise<Desk> => (desk ??= { connection: await connect(), appenders: new Map() });
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
      if (/has been invalidated/i.test(String(error))) lost();
      throw error;
    }
  };
  const { turn, count } = turns();
  const inTurn: RowWriter['inTurn'] = (work) => turn(() => atDesk(({ connection }) => work(connection)));
  const projection: Projection = {
    cursors: () => inTurn(savedCursors),
    apply: (batch) => turn(() => atDesk((own) => write(own, batch, upserts))),
  };
  return { projection, inTurn, turns: count, close };
}

/** Lets work wait for the work before it: a connection has one transaction at a time. Counts what is done before whoever waits hears of it. */
function turns() {
  let [last, done]: [Promise<unknown>, number] = [Promise.resolve(), 0];
  const turn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mine = last.then(work, work).finally(() => { done += 1; });
    last = mine;
    return mine;
  };
  return { turn, count: () => done };
}

/** Where the feed stands. */
export async function savedCursors(connection: DuckDBConnection): Promise<Cursors> {
  const rows = (await connection.runAndReadAll('SELECT name, token, through FROM feed')).getRows();
  return Object.fromEntries(rows.map(([name, token, through]) => [String(name), { token: String(token), through: String(through) }]));
}

async function write(desk: Desk, { events, cursors }: Batch, upserts: ReadonlyMap<string, Upsert>): Promise<void> {
  await desk.connection.run('BEGIN');
  for (const [topic, changes] of changesOf(events)) {
    const upsert = upserts.get(topic);
    if (!upsert) continue;
    for (const group of alike(upsert, changes.values())) await writeAlike(desk, upsert, group);
  }
  const places = Object.entries(cursors).map(([name, { token, through }]) => `(${[name, token, through].map(literal).join(', ')})`);
  if (places.length > 0) await desk.connection.run(
    `INSERT INTO feed VALUES ${places.join(', ')}
     ON CONFLICT (name) DO UPDATE SET token = excluded.token, through = excluded.through WHERE excluded.through >= feed.through`,
  );
  await desk.connection.run('COMMIT');
}

/** The changes of a batch by topic and subject. */
function changesOf(events: readonly Envelope<object>[]): Map<string, Map<string, Change>> {
  const byTopic = new Map<string, Map<string, Change>>();
  for (const event of events) {
    const changes = byTopic.get(event.topic) ?? new Map<string, Change>();
    changes.set(event.subject, project(changes.get(event.subject) ?? null, event));
    byTopic.set(event.topic, changes);
  }
  return byTopic;
}

async function writeAlike(desk: Desk, upsert: Upsert, { columns, changes }: Alike): Promise<void> {
  const appender = await appenderOf(desk, upsert);
  const chunk = DuckDBDataChunk.create(stagingTypes(upsert), changes.length);
  chunk.setColumns(stagedValues(upsert, changes));
  appender.appendDataChunk(chunk);
  appender.flushSync();
  // Never a prepared statement: DuckDB plans it on the statistics of that moment, and later rows make it wrong.
  const write = () => desk.connection.run(`${upsertSql(upsert, columns)}; TRUNCATE ${upsert.staging}`);
  if (changes.some((change) => before(change) > 0)) await watched(desk, upsert, write);
  else await write();
}

/** Tells when the rows have missed more versions than before. Asked by itself, because RETURNING makes a write four times as slow. */
async function watched({ connection }: Desk, upsert: Upsert, write: () => Promise<unknown>): Promise<void> {
  const known = await missedIn(connection, upsert);
  await write();
  const missed = (await missedIn(connection, upsert)) - known;
  if (missed <= 0) return;
  versionsMissed.tell({ versions: missed });
  log('error', 'Versions of records never came.', { table: upsert.table, missed });
}

async function missedIn(connection: DuckDBConnection, upsert: Upsert): Promise<number> {
  return Number((await connection.runAndReadAll(missedSql(upsert))).getRows()[0]?.[0] ?? 0);
}

async function appenderOf({ connection, appenders }: Desk, upsert: Upsert): Promise<DuckDBAppender> {
  const known = appenders.get(upsert.staging);
  if (known) return known;
  await connection.run(stagingSql(upsert));
  const appender = await connection.createAppender(upsert.staging, 'main', 'temp');
  appenders.set(upsert.staging, appender);
  return appender;
}
