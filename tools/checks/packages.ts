import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './result.ts';

/** The part of a `project.json` or `package.json` that is looked at. */
interface Project { name?: string; tags?: string[]; targets?: Record<string, unknown> }

/** What is wrong with the packages' own descriptions, one sentence each: without them Nx would leave a package out in silence. */
export function undescribedPackages(): string[] {
  return ['apps', 'libs'].flatMap((group) => readdirSync(join(root, group), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => described(`${group}/${name}`, name)));
}

function described(folder: string, name: string): string[] {
  const missing = ['package.json', 'project.json'].filter((file) => !existsSync(join(root, folder, file)));
  if (missing.length > 0) return missing.map((file) => `${folder} has no ${file}.`);
  const project = read(`${folder}/project.json`);
  const manifest = read(`${folder}/package.json`);
  return [
    manifest.name === `@xunlian/${name}` ? '' : `${folder}/package.json is not named @xunlian/${name}.`,
    project.name === name ? '' : `${folder}/project.json is not named ${name}.`,
    project.tags?.some((tag) => tag.startsWith('layer:')) ? '' : `${folder}/project.json has no layer tag.`,
    project.tags?.includes(`scope:${name}`) ? '' : `${folder}/project.json has no tag scope:${name}.`,
    project.targets?.['specs'] ? '' : `${folder}/project.json has no target specs.`,
  ].filter((sentence) => sentence !== '');
}

const read = (file: string): Project => JSON.parse(readFileSync(join(root, file), 'utf8')) as Project;
