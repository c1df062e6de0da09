import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import type { Linter } from 'eslint';
import { configs } from 'typescript-eslint';
import { root } from './result.ts';

const folder = join(root, 'tools/checks/must-fail');

/**
 * Lints the files of `must-fail/`, each as if it lay where its first line (`// as: path`) says, else where it lies.
 * Answers a sentence for every line marked `// refused: rule "words of the message"` that the linter let pass.
 */
export async function passedThrough(): Promise<string[]> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  if (names.length === 0) return ['tools/checks/must-fail holds no file.'];
  const elsewhere = new ESLint({ cwd: root, ignore: false, overrideConfig: [configs.disableTypeChecked] });
  const inPlace = new ESLint({ cwd: root, ignore: false });
  const found = await Promise.all(names.map(async (name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const as = /^\/\/ as: (\S+)/.exec(text)?.[1];
    const [result] = as === undefined
      ? await inPlace.lintText(text, { filePath: join(folder, name) })
      : await elsewhere.lintText(text, { filePath: join(root, as) });
    return unrefused(name, text, result?.messages ?? []);
  }));
  return found.flat();
}

function unrefused(name: string, text: string, messages: Linter.LintMessage[]): string[] {
  const expected = text.split('\n').flatMap((content, index) => {
    const [, rule, words = ''] = /\/\/ refused: (\S+)(?: "(.+)")?/.exec(content) ?? [];
    return rule === undefined ? [] : [{ line: index + 1, rule, words }];
  });
  if (expected.length === 0) return [`must-fail/${name} marks no line as refused.`];
  const broken = messages.filter(({ ruleId }) => ruleId === null).map(({ message }) => `must-fail/${name}: ${message}`);
  return [...broken, ...expected
    .filter(({ line, rule, words }) => !messages.some((found) => found.line === line && found.ruleId === rule && found.message.includes(words)))
    .map(({ line, rule }) => `must-fail/${name}:${line} passes ${rule}.`)];
}
