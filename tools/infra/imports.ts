import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { root } from '../checks/result.ts';

/** What a program is made of when it runs. */
export interface Imported {
  /** npm packages. */
  packages: ReadonlySet<string>;
  /** Its own files and those of the libraries, relative to the project's folder. */
  files: ReadonlySet<string>;
}

// Types are always imported by statements of their own (the linter sees to it), and are gone when the program runs.
const statement = /^\s*(?:import|export)\s+(?!type\b)(?:[^;'"]*?\sfrom\s+)?'([^']+)'|\bimport(?:\.meta\.resolve)?\('([^']+)'\)/gm;

/** Follows the imports (and what is started as a program of its own) of `apps/<program>/src/main.ts` through the libraries. */
export function importsOf(program: string): Imported {
  const packages = new Set<string>();
  const files = new Set<string>();
  const doors = frontDoors();
  const follow = (file: string): void => {
    if (files.has(relative(root, file))) return;
    files.add(relative(root, file));
    for (const [, from, dynamic] of readFileSync(file, 'utf8').matchAll(statement)) {
      const name = from ?? dynamic ?? '';
      const door = doors.get(name);
      if (name.startsWith('.')) followFile(resolve(dirname(file), name));
      else if (door !== undefined) follow(door);
      else if (!name.startsWith('node:')) packages.add(packageOf(name));
    }
  };
  const followFile = (file: string): void => {
    if (file.endsWith('.ts') && existsSync(file)) follow(file);
  };
  follow(join(root, 'apps', program, 'src/main.ts'));
  return { packages, files };
}

const packageOf = (name: string): string => name.split('/').slice(0, name.startsWith('@') ? 2 : 1).join('/');

interface Manifest { name: string; exports?: Record<string, string> }

/** Files behind the names that libraries are imported by. */
function frontDoors(): ReadonlyMap<string, string> {
  return new Map(globSync('libs/*/package.json', { cwd: root }).flatMap((path) => {
    const { name, exports = {} } = JSON.parse(readFileSync(join(root, path), 'utf8')) as Manifest;
    return Object.entries(exports).map(([door, file]): [string, string] => [name + door.slice(1), join(root, dirname(path), file)]);
  }));
}
