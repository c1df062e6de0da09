import mongoose from 'mongoose';

const { MongoError, MongoServerError, MongoServerSelectionError } = mongoose.mongo;

/** What MongoDB's own codes mean here. */
const meanings: Readonly<Record<number, string>> = {
  13: 'The user in MONGODB_URI lacks a right: readWrite on the database of each service.',
  18: 'MongoDB does not let the user in MONGODB_URI in.',
  239: 'Reading took longer than MongoDB remembers a moment (minSnapshotHistoryWindowInSeconds, 300 unless set): raise that and begin again.',
  246: 'The services were just creating their collections: begin again when they are ready.',
  11000: 'Somebody else writes to this system: let nobody record anything until the restore has ended, and run it again.',
};

/** What asks for the address of a name: `querySrv` and `queryTxt` for mongodb+srv. */
const lookups = /^(query[A-Z]|getaddrinfo)/;

/** A failure as one line for a person: no stack, host or message of the driver. */
export function explain(error: unknown): string {
  if (error instanceof MongoServerSelectionError) return 'MongoDB does not answer, or has no primary.';
  if (error instanceof MongoServerError && typeof error.code === 'number') return meanings[error.code] ?? `MongoDB failed (code ${error.code}).`;
  if (error instanceof MongoError) return `MongoDB failed (${error.name}).`;
  if (error instanceof Error && 'syscall' in error) {
    const code = 'code' in error ? String(error.code) : error.name;
    return lookups.test(String(error.syscall)) ? `No host of the name in MONGODB_URI is found (${code}).` : `A file could not be read or written (${code}).`;
  }
  return error instanceof Error ? error.message : String(error);
}
