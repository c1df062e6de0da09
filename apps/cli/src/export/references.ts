import type { GraphRecord, RecordFile } from '@xunlian/interchange';
import { codeOf, codesIn, format, getFile } from '@xunlian/interchange';

/** Which records an export has, and which ones these refer to. */
export interface References {
  /** Takes note of a record that was written. */
  readonly written: (file: RecordFile, record: GraphRecord) => void;
  /** Takes note of a record that may be there and is written if it is. */
  readonly wish: (file: RecordFile, code: string) => void;
  /** Records that are referred to and not written yet, by file in the order of import; each is named only once. */
  readonly missing: () => { file: RecordFile; codes: string[]; wished: ReadonlySet<string> }[];
}

const referredTo = new Set(format.flatMap((file) => file.columns.flatMap(({ refersTo }) => refersTo ?? [])));

/** Starts with nothing written. */
export function references(): References {
  const known = new Map([...referredTo].map((name) => [name, new Set<string>()]));
  const wanted = new Map([...referredTo].map((name) => [name, new Set<string>()]));
  const wishes = new Map([...referredTo].map((name) => [name, new Set<string>()]));
  const want = (name: string, code: string) => {
    if (!known.get(name)?.has(code)) wanted.get(name)?.add(code);
  };
  return {
    written: (file, record) => {
      for (const column of file.columns) {
        if (column.refersTo !== null) for (const code of codesIn(column, record)) want(column.refersTo, code);
      }
      known.get(file.file)?.add(codeOf(record));
      wanted.get(file.file)?.delete(codeOf(record));
    },
    wish: (file, code) => {
      wishes.get(file.file)?.add(code);
      want(file.file, code);
    },
    missing: () => [...wanted].filter(([, codes]) => codes.size > 0).map(([name, codes]) => {
      const asked = [...codes].sort();
      codes.clear();
      for (const code of asked) known.get(name)?.add(code);
      return { file: getFile(name), codes: asked, wished: wishes.get(name) ?? new Set<string>() };
    }),
  };
}
