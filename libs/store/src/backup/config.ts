import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Where a system's databases are, and the key that its sealed fields open with. */
export interface BackupSettings {
  readonly uri: string;
  /** Begins the name of every database. */
  readonly prefix: string;
  /** Where the mongod at `uri` must have its data, free of links; null for a MongoDB that somebody else runs. */
  readonly dataDir: string | null;
  /** Null where neither SEAL_KEY nor keys.json is there. */
  readonly sealKey: SealKey | null;
}

/** What is said to open sealed fields. */
export interface SealKey {
  /** 32 bytes in hex. */
  readonly secret: string;
  /** Where it stands. */
  readonly place: string;
  /** Whether it only lies beside: MONGODB_URI may well name another system than the one that keeps its key in this data folder. */
  readonly isGuess: boolean;
}

const hexKey = z.string().regex(/^[0-9a-f]{64}$/i, 'must be 32 bytes in hex');
const Environment = z.object({
  MONGODB_URI: z.string().regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb://').optional(),
  DB_PREFIX: z.string().regex(/^[\w-]{1,40}$/, 'must be 1 to 40 letters, digits, _ or -').optional(),
  SEAL_KEY: hexKey.optional(),
  DATA_DIR: z.string().default('.data'),
});
/** What `npm start` and `npm run cluster` keep in the data folder: all keys, and while a MongoDB of their own runs, where that is. */
const Keys = z.object({ seal: hexKey });
const Address = z.object({ uri: z.string(), dbPrefix: z.string().optional() });

/** What the environment says, and after it the data folder. Throws one line when it says nothing or something wrong. */
export function readSettings(environment: Readonly<Record<string, string | undefined>> = process.env): BackupSettings {
  const given = Object.fromEntries(Object.keys(Environment.shape).map((name) => [name, environment[name] || undefined]));
  const read = Environment.safeParse(given);
  if (!read.success) throw new Error(read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '));
  const { MONGODB_URI, DB_PREFIX, SEAL_KEY, DATA_DIR } = read.data;
  const own = MONGODB_URI === undefined ? readFileOf(DATA_DIR, 'database.json', Address) : null;
  const uri = MONGODB_URI ?? own?.uri;
  if (uri === undefined) throw new Error(`There is no database: set MONGODB_URI, or DATA_DIR to the data folder of a system that runs now (${DATA_DIR} has none).`);
  return {
    uri,
    prefix: DB_PREFIX ?? own?.dbPrefix ?? 'xunlian_',
    dataDir: own ? realpathSync(DATA_DIR) : null,
    sealKey: SEAL_KEY === undefined ? keyIn(DATA_DIR, !own) : { secret: SEAL_KEY, place: 'SEAL_KEY', isGuess: false },
  };
}

function keyIn(dataDir: string, isGuess: boolean): SealKey | null {
  const keys = readFileOf(dataDir, 'keys.json', Keys);
  return keys && { secret: keys.seal, place: join(dataDir, 'keys.json'), isGuess };
}

function readFileOf<Shape>(dataDir: string, name: string, shape: z.ZodType<Shape>): Shape | null {
  let text: string;
  try {
    text = readFileSync(join(dataDir, name), 'utf8');
  } catch {
    return null;
  }
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    throw new Error(`${name} in ${dataDir} cannot be understood.`);
  }
}
