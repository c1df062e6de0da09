// as: apps/findings/src/clue/store.ts
import type { Connection } from 'mongoose';

/** Only the platform opens a transaction. */
export async function transfer(db: Connection): Promise<void> {
  const session = await db.startSession(); // refused: no-restricted-syntax
  await session.withTransaction(() => Promise.resolve()); // refused: no-restricted-syntax
  session.startTransaction(); // refused: no-restricted-syntax
  await db.transaction(() => Promise.resolve()); // refused: no-restricted-syntax
}
