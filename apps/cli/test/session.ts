import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSystem, type System } from '@xunlian/harness';
import { codeOf, getFile, selectionOf, type GraphRecord } from '@xunlian/interchange';
import { askWhole } from '@xunlian/testing/graph';
import { run } from '../src/program.ts';
import { startLine, type Line } from './line.ts';

/** What a run of the command came to. */
export interface Outcome {
  readonly code: number;
  /** Lines of the result. */
  readonly out: readonly string[];
  /** Lines beside the result. */
  readonly err: readonly string[];
}

/** Runs the command in this process. */
export async function xunlian(...words: readonly string[]): Promise<Outcome> {
  const [out, err]: string[][] = [[], []];
  const code = await run(words, { print: (line) => out?.push(line), complain: (line) => err?.push(line), progress: null });
  return { code, out: out ?? [], err: err ?? [] };
}

/** Runs the command while somebody watches: every line of progress, in their order. */
export async function watched(...words: readonly string[]): Promise<readonly string[]> {
  const shown: string[] = [];
  await run(words, { print: () => undefined, complain: () => undefined, progress: (line) => shown.push(line) });
  return shown;
}

/** The lines of a result that are about what is bad in a bundle. */
export function complaintsIn({ out }: Pick<Outcome, 'out'>): string[] {
  return out.filter((line) => /^\w+\.csv:/.test(line));
}

/** Content of a bundle's files by name without `.csv`. */
export type Files = Readonly<Record<string, string | Buffer>>;

/** One system for all tests of a file; a line to its gateway and a folder for each of them. */
export interface Session {
  /** What the command is connected by. */
  readonly line: Line;
  readonly folder: string;
  /** Writes files to the folder, beside those that are there, and gives the folder. */
  readonly write: (files: Files) => Promise<string>;
  /** A county that nobody else has, with an office; its code is its own and the office's. */
  readonly county: () => { readonly office: string; readonly files: Readonly<Record<'divisions' | 'offices', string>> };
  /** How many records an office and all below it have in the system, and up to 1,000 of them by their codes. */
  readonly recorded: (file: string, office: string) => Promise<Recorded>;
}

interface Recorded { readonly total: number; readonly records: readonly GraphRecord[] }

/** Starts the system before the tests of this file, and stops it after them. */
export function useSession(): Session {
  let system: System;
  let line: Line;
  let folder: string;
  let counties = 0;
  beforeAll(async () => { system = await startSystem(); }, 90_000);
  beforeEach(async () => {
    line = await startLine(system.url);
    folder = await mkdtemp(join(tmpdir(), 'xunlian-'));
    process.env.XUNLIAN_URL = line.url;
  });
  afterEach(async () => {
    line?.stop();
    await rm(folder, { recursive: true, force: true });
    delete process.env.XUNLIAN_URL;
  });
  afterAll(() => system?.stop());
  return {
    get line() { return line; },
    get folder() { return folder; },
    write: async (files) => {
      for (const [name, content] of Object.entries(files)) await writeFile(join(folder, `${name}.csv`), content);
      return folder;
    },
    county: () => {
      const office = String(110_000 + ++counties);
      return { office, files: { divisions: `code,name,level\r\n${office},某县,COUNTY\r\n`, offices: `code,name\r\n${office},某办\r\n` } };
    },
    recorded: (file, office) => recordsOf(system.url, file, office),
  };
}

async function recordsOf(url: string, name: string, office: string): Promise<Recorded> {
  const file = getFile(name);
  const query = `query ($office: ID!) { page: ${file.list}(filter: { office: { code: $office, scope: SUBTREE } }, first: 1000) { totalCount nodes { ${selectionOf(file)} } } }`;
  const { page } = await askWhole<{ page: { totalCount: number; nodes: GraphRecord[] } }>(url, query, { office });
  return { total: page.totalCount, records: page.nodes.sort((one, other) => (codeOf(one) < codeOf(other) ? -1 : 1)) };
}
