import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { CommandFailure } from './failure.ts';
import type { Graph } from './graph.ts';
import type { Terminal } from './terminal.ts';

/**
 * Prints the data that answers the question in a file, as JSON; false when there was an error too. Throws a CommandFailure
 * when the file cannot be read or is not UTF-8, or the variables are not a JSON object.
 */
export async function answerQuery(graph: Graph, terminal: Terminal, question: { file: string; variables: string }): Promise<boolean> {
  const bytes = await readFile(question.file).catch(() => {
    throw new CommandFailure(`${question.file} cannot be read.`);
  });
  if (!isUtf8(bytes)) throw new CommandFailure(`${question.file} is not UTF-8.`);
  const query = bytes.toString();
  if (!isJsonObject(question.variables)) throw new CommandFailure('--variables must be a JSON object, as in \'{"office":"431300"}\'.', 2);
  const { data, errors } = await graph.answer<object>({ query, variables: question.variables });
  if (data !== null) terminal.print(JSON.stringify(data, null, 2));
  for (const error of errors) terminal.complain(`${error.code}: ${error.message}`);
  return errors.length === 0 && data !== null;
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
