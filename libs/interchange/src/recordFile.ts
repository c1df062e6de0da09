import { composedKeys } from '@xunlian/shared';
import { camelCase, type Column } from './column.ts';

/** The services that own records. */
export type OwningService = 'organizations' | 'pools' | 'rounds' | 'findings' | 'rectification';

/** One file of a bundle and how its rows are asked for and recorded in the graph. */
export interface RecordFile {
  /** Without `.csv`: `check_problems`. */
  readonly file: string;
  /** Type of its records in the graph: `CheckProblem`. */
  readonly kind: string;
  readonly service: OwningService;
  /** Query of one record by its code: `checkProblem`. */
  readonly single: string;
  /** Query of many records: `checkProblems`. */
  readonly list: string;
  /** Bulk mutation: `recordCheckProblems`. */
  readonly record: string;
  /** In the order in which they are exported. */
  readonly columns: readonly Column[];
  /** Columns that identify a row; joined with `~` where there is more than one. */
  readonly key: readonly string[];
}

/** What a file is written down with; the rest of a RecordFile follows from it. */
export interface FileStatement {
  readonly file: string;
  readonly kind: string;
  readonly service: OwningService;
  readonly columns: readonly Column[];
}

/** Completes a statement with the names that follow from the file's and the kind's. */
export function recordFile(statement: FileStatement): RecordFile {
  const { file, kind, columns } = statement;
  const list = camelCase(file);
  const key = composedKeys[`${kind}Recorded`] ?? ['code'];
  return {
    ...statement, list,
    key: key.flatMap((field) => columns.filter((column) => column.field === field).map(({ name }) => name)),
    single: kind.charAt(0).toLowerCase() + kind.slice(1),
    record: `record${list.charAt(0).toUpperCase()}${list.slice(1)}`,
  };
}

/** Whether the file has a sealed column, so that no message may repeat anything that stands in it. */
export function holdsSealed({ columns }: Pick<RecordFile, 'columns'>): boolean {
  return columns.some(({ sealed }) => sealed);
}
