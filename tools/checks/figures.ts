import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse, visit } from 'graphql';
import { measure, type Measured } from './measure.ts';
import { root } from './result.ts';

/** `node tools/checks/figures.ts [--places]`: how long files and functions are, and what the compiler and the reader are not told. */
function main(): void {
  const files = globSync('{apps,libs,tools}/**/*.ts', { cwd: root, exclude: (path) => /node_modules|__generated__|must-fail/.test(path) })
    .map((file) => file.replaceAll('\\', '/')).sort();
  const isTest = (file: string): boolean => /\.spec\.ts$|^(apps|libs)\/[^/]+\/test\/|^apps\/system-tests\/|^libs\/(testing|harness)\//.test(file);
  for (const [title, those] of [['code', files.filter((file) => !isTest(file))], ['tests', files.filter(isTest)]] as const) {
    show(title, those.map((file) => measure(file, readFileSync(join(root, file), 'utf8'))));
  }
  places('contract fields without description', [...silentSdl(), ...silentSchemas()]);
}

function show(title: string, measured: Measured[]): void {
  console.log(`${title}: ${measured.length} files, ${measured.reduce((sum, { lines }) => sum + lines, 0)} lines`);
  spread('lines per file', measured.map(({ file, lines }) => ({ place: file, lines })));
  spread('lines per function', measured.flatMap(({ functions }) => functions));
  places('any', measured.flatMap(({ anys }) => anys));
  places('casts (not as const)', measured.flatMap(({ casts }) => casts));
  places('non-null assertions', measured.flatMap(({ nonNulls }) => nonNulls));
  const exports = measured.reduce((sum, file) => sum + file.exports, 0);
  places(`exports without docstring (of ${exports})`, measured.flatMap(({ undocumented }) => undocumented));
  console.log();
}

function spread(title: string, those: { place: string; lines: number }[]): void {
  const sorted = those.toSorted((a, b) => a.lines - b.lines);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]?.lines ?? 0;
  const largest = sorted.at(-1);
  console.log(`  ${title}: median ${at(0.5)}, 95th percentile ${at(0.95)}, largest ${largest?.lines ?? 0} (${largest?.place ?? 'none'})`);
}

function places(title: string, those: string[]): void {
  console.log(`  ${title}: ${those.length}`);
  if (process.argv.includes('--places')) for (const place of those) console.log(`    ${place}`);
}

/** Types, fields (not their arguments) and enum values of the SDL that have no sentence above them. */
function silentSdl(): string[] {
  return globSync('{apps,libs}/*/src/**/*.graphql', { cwd: root }).flatMap((file) => {
    const silent: string[] = [];
    const look = (node: { name: { value: string }; description?: unknown }): void => {
      if (!node.description) silent.push(`${file} ${node.name.value}`);
    };
    visit(parse(readFileSync(join(root, file), 'utf8'), { noLocation: true }), {
      [Kind.FIELD_DEFINITION]: (node) => { look(node); return { ...node, arguments: [] }; },
      [Kind.INPUT_VALUE_DEFINITION]: look,
      [Kind.ENUM_VALUE_DEFINITION]: look, [Kind.OBJECT_TYPE_DEFINITION]: look,
      [Kind.INPUT_OBJECT_TYPE_DEFINITION]: look, [Kind.ENUM_TYPE_DEFINITION]: look, [Kind.SCALAR_TYPE_DEFINITION]: look,
    });
    return silent;
  });
}

/** Properties of the committed event schemas that have no description. */
function silentSchemas(): string[] {
  return globSync('libs/events/schemas/*.json', { cwd: root }).flatMap((file) => undescribed(JSON.parse(readFileSync(join(root, file), 'utf8')), file));
}

function undescribed(schema: unknown, path: string): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => (key === 'properties' && typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, property]: [string, object]) => [
      ...('description' in property || 'const' in property ? [] : [`${path} ${name}`]), ...undescribed(property, `${path} ${name}`)])
    : undescribed(value, path)));
}

main();
