import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { generate } from '@graphql-codegen/cli';
import type { CodegenConfig } from '@graphql-codegen/cli';
import { schemaFiles, serviceSdl } from '@xunlian/service';
import { mappersOf } from './mappers.ts';

const root = resolve(import.meta.dirname, '../..');
const apps = join(root, 'apps');

/** The resolver types of one service, made from its whole SDL. */
function resolverTypes(name: string): CodegenConfig['generates'] {
  const source = join(apps, name, 'src');
  const sdl = serviceSdl(name, source);
  return {
    [join(source, '__generated__/resolvers.ts')]: {
      schema: sdl,
      plugins: ['typescript', 'typescript-resolvers'],
      config: {
        federation: true,
        contextType: '../context.ts#Context',
        mappers: mappersOf(sdl, source),
        scalars: { ID: 'string', Date: 'string', Position: 'string', Yuan: 'number', _FieldSet: 'string' },
        strictScalars: true,
        enumType: 'string-literal',
        enumsAsTypes: true,
        useTypeImports: true,
        immutableTypes: true,
        skipTypename: true,
        inputMaybeValue: 'T | null',
        maybeValue: 'T | null | undefined',
        resolversNonOptionalTypename: false,
      },
    },
  };
}

/** Writes only what differs, so that nothing that watches or caches a file is woken for nothing. */
function write(filename: string, content: string): void {
  if (existsSync(filename) && readFileSync(filename, 'utf8') === content) return;
  mkdirSync(dirname(filename), { recursive: true });
  writeFileSync(filename, content);
}

async function generateAll(configs: CodegenConfig[]): Promise<void> {
  for (const config of configs) {
    const files = await generate({ ...config, cwd: root, silent: true, noSilentErrors: true }, false) as { filename: string; content: string }[];
    for (const { filename, content } of files) write(resolve(root, filename), content);
  }
}

const services = readdirSync(apps).filter((name) => schemaFiles(join(apps, name, 'src')).length > 0);
const own = readdirSync(apps).map((name) => join(apps, name, 'codegen.ts')).filter((file) => existsSync(file));
const imported = await Promise.all(own.map(async (file) => ((await import(file)) as { default: CodegenConfig }).default));
try {
  await generateAll([{ generates: Object.assign({}, ...services.map(resolverTypes)) as CodegenConfig['generates'] }, ...imported]
    .filter(({ generates }) => Object.keys(generates).length > 0));
} catch (error) {
  console.error((error instanceof Error ? error.message : String(error)).replaceAll(/\n\s+at .*/g, ''));
  process.exitCode = 1;
}
