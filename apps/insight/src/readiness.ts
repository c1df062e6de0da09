import type { Part } from '@xunlian/service/records';
import type { Rows } from './rows/file.ts';

/** The file of the rows, which must answer. */
export function fileOf({ check }: Rows): Part {
  return { name: 'file of the rows', missing: () => check().then(() => null) };
}
