import { stat } from 'node:fs/promises';

/** Whether a path leads to a file proper: a pipe or a device may never end, or never begin. */
export function isRegularFile(path: string): Promise<boolean> {
  return stat(path).then((found) => found.isFile(), () => false);
}
