import { openDatabase, sealWith, type Cipher, type Database } from '@xunlian/store';
import { keepKeys } from '@xunlian/supervisor';
import { clueOf, findingOf, type Inspection } from '../commands.ts';
import type { Room } from '../room.ts';
import type { Ask } from '../timing.ts';

/** The stores of the findings service in this process, on its database: its commands without HTTP and GraphQL. */
export interface StoresAlone {
  /** Transfers one of the clues. */
  readonly transfer: Ask;
  /** Records one finding, with its journal row. */
  readonly record: Ask;
  readonly close: () => Promise<void>;
}

/** What is used of a kind's store. */
interface Commanded {
  readonly as: (request: object) => {
    readonly handle: (code: string, command: object) => Promise<unknown>;
    readonly record: (rows: readonly object[]) => Promise<readonly { readonly type: string }[]>;
  };
}

interface FindingsService {
  readonly openStores: (db: Database, cipher: Cipher) => { readonly kinds: { readonly clues: Commanded; readonly findings: Commanded } };
}

/** An app is no library, so it is loaded as a program is started: by its path. */
const service = new URL('../../../apps/findings/src/context.ts', import.meta.url).href;
const viewer = { name: 'registrar', role: 'REGISTRAR', lineage: [] };
const request = { viewer, id: 'bench' };

/** Opens them for clues that are there already, from the one of that number on, and for new findings; their codes begin as said. */
export async function storesAlone({ mongod, dbPrefix, folder }: Room, inspections: readonly Inspection[], from: { clues: string; firstClue: number; findings: string }): Promise<StoresAlone> {
  const { openStores } = (await import(service)) as FindingsService;
  const db = await openDatabase(mongod.uri, `${dbPrefix}findings`);
  const { clues, findings } = openStores(db, sealWith((await keepKeys(folder)).seal)).kinds;
  return {
    async transfer(number) {
      const { code, foundOn } = clueOf(inspections, `${from.clues}${from.firstClue + number}`, from.firstClue + number);
      await clues.as(request).handle(code, { type: 'transferClue', by: viewer, receiver: 'DISCIPLINE_ORGAN', on: foundOn });
    },
    async record(number) {
      const [outcome] = await findings.as(request).record([findingOf(inspections, `${from.findings}${number}`, number)]);
      if (outcome?.type !== 'CREATED') throw new Error('A finding was not recorded.');
    },
    close: () => db.close(),
  };
}
