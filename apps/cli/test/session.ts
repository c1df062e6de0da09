import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../src/program.ts';
import type { MemoryGraph } from './memoryGraph.ts';
import { startMemoryGraph } from './memoryGraph.ts';

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

/** A graph and a folder of its own for each test of the file. */
export function useSession(): { readonly graph: MemoryGraph; readonly folder: string; write: (files: Readonly<Record<string, string | Buffer>>) => Promise<string> } {
  let graph: MemoryGraph;
  let folder: string;
  beforeEach(async () => {
    graph = await startMemoryGraph();
    folder = await mkdtemp(join(tmpdir(), 'xunlian-'));
    process.env.XUNLIAN_URL = graph.url;
  });
  afterEach(async () => {
    await graph.stop();
    await rm(folder, { recursive: true, force: true });
    delete process.env.XUNLIAN_URL;
  });
  return {
    get graph() { return graph; },
    get folder() { return folder; },
    write: async (files) => {
      for (const [name, content] of Object.entries(files)) await writeFile(join(folder, `${name}.csv`), content);
      return folder;
    },
  };
}
