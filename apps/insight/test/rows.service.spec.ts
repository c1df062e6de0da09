import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cursors } from '@xunlian/bus';
import type { Rows } from '../src/rows/file.ts';
import { openRows } from '../src/rows/file.ts';
import { tables } from '../src/tables.ts';
import { envelope, fact, hear } from './happenings.ts';
import type { Happening } from './happenings.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xunlian-insight-'));
  file = join(folder, 'rows', 'insight.duckdb');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const clue = (version: number, data: object = {}): Happening => ({ ...fact('ClueRecorded', 'c1', { foundOn: '2020-01-01', ...data }), version });
const transferred = (version: number): Happening => ({ ...fact('ClueTransferred', 'c1', { receiver: 'OTHER', transferredOn: '2020-02-01' }), version });

async function inRows<Result>(work: (rows: Rows) => Promise<Result>, known = tables): Promise<Result> {
  const rows = await openRows(file, known);
  try {
    return await work(rows);
  } finally {
    await rows.close();
  }
}

/** Overwrites some of the file's bytes. */
async function spoil(at: number): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.write(Buffer.alloc(64, 0xa5), 0, 64, at);
  await handle.close();
}

const clues = async ({ ask }: Rows) => (await ask('SELECT code, clue_version, foundOn::VARCHAR, transferredOn::VARCHAR, concludedOn::VARCHAR FROM clues')).map((row) => row.map(String));

describe('Rows', () => {
  it('stay in the file with the cursor of the batch that wrote them', async () => {
    await inRows(async (rows) => {
      expect(await rows.projection.cursors()).toEqual({});
      await hear(rows, [clue(1), transferred(2)]);
    });
    await inRows(async (rows) => {
      expect(await rows.projection.cursors()).toEqual({ journals: { token: '0', through: '0'.repeat(16) } });
      expect(await clues(rows)).toEqual([['c1', '2', '2020-01-01', '2020-02-01', 'null']]);
    });
  });

  it('are changed by nothing that comes again', async () => {
    await inRows(async (rows) => {
      await hear(rows, [clue(1), transferred(2), clue(3, { concludedOn: '2020-04-01', transferredOn: '2020-02-02' })]);
      const before = await clues(rows);
      for (const again of [[clue(1)], [transferred(2)], [clue(1), transferred(2)], [transferred(2), clue(3, { concludedOn: '2020-04-01', transferredOn: '2020-02-02' })]]) {
        await hear(rows, again);
        expect(await clues(rows)).toEqual(before);
      }
      expect(await rows.missed()).toBe(0);
    });
  });

  it('are not written over by a fact that they have seen when it comes again before a new one', async () => {
    await inRows(async (rows) => {
      await hear(rows, [clue(1), clue(2, { foundOn: '2021-06-01' })]);
      await hear(rows, [clue(1), transferred(3)]);
      expect(await clues(rows)).toEqual([['c1', '3', '2021-06-01', '2020-02-01', 'null']]);
      await hear(rows, [clue(2, { foundOn: '1999-01-01' }), transferred(3), clue(5, { foundOn: '2021-07-01' })]);
      expect(await clues(rows)).toEqual([['c1', '5', '2021-07-01', 'null', 'null']]);
      expect(await rows.missed()).toBe(1);
    });
  });

  it('are written on by a fact of a later batch, which writes its own fields alone', async () => {
    await inRows(async (rows) => {
      await hear(rows, [clue(1, { concludedOn: '2020-04-01' })]);
      await hear(rows, [transferred(2)]);
      expect(await clues(rows)).toEqual([['c1', '2', '2020-01-01', '2020-02-01', '2020-04-01']]);
    });
  });

  it('are asked at one moment by the statements of one question, while they are being written', async () => {
    await inRows(async (rows) => {
      const seen: number[] = [];
      let writing = true;
      const written = (async () => {
        for (let batch = 0; batch < 200; batch += 1) {
          const before = seen.length;
          await hear(rows, [fact('ClueRecorded', `c${batch}`, { foundOn: '2020-01-01' }), fact('CampaignRecorded', `p${batch}`, { startsOn: '2020-01-01' })]);
          // At least so often a question is answered in between.
          while (batch % 10 === 0 && seen.length === before) await pause(1);
        }
      })().finally(() => { writing = false; });
      while (writing) {
        const [[clues] = [], [campaigns] = []] = await rows.ask('SELECT count(*) FROM clues', 'SELECT count(*) FROM campaigns');
        expect(clues).toBe(campaigns);
        seen.push(Number(clues));
      }
      await written;
      expect(new Set(seen).size).toBeGreaterThan(10);
    });
  });

  it('are asked for no more than there are connections, which is said at once', async () => {
    await inRows(async ({ ask }) => {
      await expect(ask('SELECT 1', 'SELECT 2', 'SELECT 3')).rejects.toThrow('3 statements');
      await expect(ask('SELECT 1', 'SELECT 2 FROM nothing')).rejects.toThrow('nothing');
      expect(await Promise.all([ask('SELECT 1', 'SELECT 2'), ask('SELECT 3'), ask('SELECT 4', 'SELECT 5')])).toEqual([[[1], [2]], [[3]], [[4], [5]]]);
    });
  });

  it('are asked as they are now, not as they were when the same was asked before', async () => {
    await inRows(async (rows) => {
      const ask = async () => (await rows.ask('SELECT foundOn::VARCHAR, count(*) FROM clues GROUP BY foundOn ORDER BY foundOn')).map((row) => row.map(String));
      await hear(rows, [clue(1)]);
      expect(await ask()).toEqual([['2020-01-01', '1']]);
      await hear(rows, [{ ...clue(1, { foundOn: '1999-12-31' }), code: 'c2' }, { ...clue(1, { foundOn: '2999-12-31' }), code: 'c3' }]);
      expect(await ask()).toEqual([['1999-12-31', '1'], ['2020-01-01', '1'], ['2999-12-31', '1']]);
    });
  });

  it('count the versions that never came', async () => {
    await inRows(async (rows) => {
      await hear(rows, [clue(1)]);
      await hear(rows, [transferred(4)]);
      expect(await rows.missed()).toBe(2);
      await hear(rows, [clue(5), { ...clue(3), code: 'c2' }]);
      expect(await rows.missed()).toBe(4);
    });
  });

  it('are as they were when a batch fails, and take the next one', async () => {
    await inRows(async (rows) => {
      await hear(rows, [clue(1)]);
      const [event] = [{ topic: 'findings.clue.v1', type: 'ClueRecorded', subject: 'c2', version: 2 ** 40, at: '', correlation: '', data: { lineage: ['43'], foundOn: '2020-01-01' } }];
      await expect(rows.projection.apply({ events: [event], cursors: { journals: { token: 'bad', through: '1' } } })).rejects.toThrow();
      expect(await rows.projection.cursors()).toMatchObject({ journals: { token: '0' } });
      await hear(rows, [transferred(2)]);
      expect(await clues(rows)).toHaveLength(1);
    });
  });

  it('are written by batches that come at once, each as a whole, and keep the furthest place of each part', async () => {
    await inRows(async (rows) => {
      const batch = (code: string, cursors: object) => rows.projection.apply({ events: [envelope({ ...clue(1), code })], cursors: cursors as Cursors });
      await Promise.all([batch('c1', { a: { token: '5', through: '05' } }), batch('c2', { b: { token: '1', through: '01' } }), batch('c3', { a: { token: '4', through: '04' } })]);
      expect(await clues(rows)).toHaveLength(3);
      expect(await rows.projection.cursors()).toEqual({ a: { token: '5', through: '05' }, b: { token: '1', through: '01' } });
    });
  });

  it.each([
    ['is another', () => writeFile(file, 'not a database '.repeat(1000))],
    ['has a damaged header', () => spoil(4_096 + 20)],
    ['has a damaged block', () => spoil(12_288 + 100)],
  ])('are built anew from the first event when the file %s', async (...[, damage]) => {
    await inRows((rows) => hear(rows, [clue(1)]));
    await damage();
    await inRows(async (rows) => {
      expect(await rows.projection.cursors()).toEqual({});
      expect(await clues(rows)).toEqual([]);
    });
  });

  it('are built anew when a table has another column than the file', async () => {
    await inRows((rows) => hear(rows, [clue(1)]));
    await inRows(async (rows) => expect(await rows.projection.cursors()).toEqual({}), tables.slice(1));
  });

  it('wait for a process that still holds the file', async () => {
    await inRows(async () => undefined);
    const holder = spawn(process.execPath, ['-e', `import('@duckdb/node-api').then(async (duckdb) => { await duckdb.DuckDBInstance.create(${JSON.stringify(file)}); console.log('held'); setTimeout(() => {}, 60_000); })`], { cwd: import.meta.dirname });
    await once(holder.stdout, 'data');
    const opening = inRows(async (rows) => rows.missed());
    setTimeout(() => holder.kill('SIGKILL'), 500);
    expect(await opening).toBe(0);
  });
});
