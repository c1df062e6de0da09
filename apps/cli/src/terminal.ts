/** Where a command writes: results and rejected rows to `print`, everything else to `complain`. */
export interface Terminal {
  /** One line of the result. */
  readonly print: (line: string) => void;
  /** One line beside the result. */
  readonly complain: (line: string) => void;
  /** Replaces the line of progress; null where nobody watches. */
  readonly progress: ((line: string) => void) | null;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  let shown = false;
  const clear = () => {
    if (shown) stderr.write('\r\u001b[K');
    shown = false;
  };
  return {
    print: (line) => { clear(); stdout.write(`${line}\n`); },
    complain: (line) => { clear(); stderr.write(`${line}\n`); },
    progress: stderr.isTTY ? (line) => { clear(); stderr.write(line.slice(0, stderr.columns - 1)); shown = true; } : null,
  };
}

/** Lays out rows of cells under their header in columns; a column of numbers stands to the right. */
export function layOut(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const columns = header.map((name, place) => {
    const cells = rows.map((row) => row[place] ?? '');
    return { width: Math.max(name.length, ...cells.map(({ length }) => length)), numbers: cells.every((cell) => /^[\d.,]*$/.test(cell)) };
  });
  return [header, ...rows].map((row) => columns.map(({ width, numbers }, place) => {
    const cell = row[place] ?? '';
    return numbers ? cell.padStart(width) : cell.padEnd(width);
  }).join('  ').trimEnd());
}
