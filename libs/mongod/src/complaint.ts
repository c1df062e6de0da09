import { readFile } from 'node:fs/promises';

import { z } from 'zod';

const cause = z.union([z.string(), z.object({ errmsg: z.string() }).transform(({ errmsg }) => errmsg)]);
const Line = z.object({ msg: z.string(), attr: z.object({ error: cause.optional() }).optional() });

/** What the last line of severity E or F in a mongod's log says, with its cause; undefined when there is none. */
export async function lastComplaint(logFile: string): Promise<string | undefined> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  const line = log.split('\n').findLast((entry) => /"s":"[EF]"/.test(entry));
  if (line === undefined) return undefined;
  const read = Line.safeParse(parsed(line));
  if (!read.success) return line;
  return [read.data.msg, read.data.attr?.error].filter((part) => part !== undefined).join(': ');
}

/** Undefined for a line that a full disk or a crash cut off. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
