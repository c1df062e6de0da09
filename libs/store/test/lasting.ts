import { once } from 'node:events';
import { openDatabase } from '../src/index.ts';
import { inTransaction } from '../src/connection.ts';

/** A program that counts the one row there is up by one, says so when that is written, and commits it when it is told to. */
const [, , uri = '', name = ''] = process.argv;
const db = await openDatabase(uri, name);
await inTransaction(db, async (session) => {
  await db.collection('rows').updateOne({ n: 1 }, { $inc: { times: 1 } }, { session });
  process.stdout.write('written\n');
  await once(process.stdin, 'data');
});
process.exit(0);
