import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the databases of a running system are. */
interface Address {
  uri: string;
  /** Begins the name of every database; the services' default if absent. */
  dbPrefix: string | undefined;
}

const fileIn = (dataDir: string): string => join(dataDir, 'database.json');

/** Tells an operator's programs, by `database.json` in the data folder, where a system's own MongoDB is; null when it has none. */
export async function tellAddress(dataDir: string, address: Address | null): Promise<void> {
  const file = fileIn(dataDir);
  if (!address) return rm(file, { force: true });
  await writeFile(`${file}.new`, `${JSON.stringify(address)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
