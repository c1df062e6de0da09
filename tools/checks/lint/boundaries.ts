/** What a package with `sourceTag` may depend on, in the words of Nx's boundary rule. */
export interface Constraint { sourceTag: string; onlyDependOnLibsWithTags?: string[]; notDependOnLibsWithTags?: string[]; bannedExternalImports?: string[] }

const layers = (source: string, allowed: string[]): Constraint =>
  ({ sourceTag: `layer:${source}`, onlyDependOnLibsWithTags: allowed.map((layer) => `layer:${layer}`) });

/** The layers from top to bottom; each may use those named, an app never another app. */
export const code: Constraint[] = [
  layers('app', ['platform', 'contract', 'kernel']),
  layers('platform', ['platform', 'contract', 'kernel']),
  layers('contract', ['contract', 'kernel']),
  layers('kernel', []),
  layers('test', ['test', 'platform', 'contract', 'kernel']),
  layers('tool', ['tool', 'test', 'platform', 'contract', 'kernel']),
  { sourceTag: 'scope:store', notDependOnLibsWithTags: ['scope:service'] },
  { sourceTag: 'scope:bus', notDependOnLibsWithTags: ['scope:service', 'scope:store'] },
  { sourceTag: 'scope:events', onlyDependOnLibsWithTags: ['scope:shared'] },
  { sourceTag: 'scope:cli', notDependOnLibsWithTags: ['layer:platform'] },
];

/** The same for spec files and `test/` folders, which may also use what is made for tests. */
export const tests: Constraint[] = ['app', 'platform', 'contract', 'kernel', 'test', 'tool'].map((layer) =>
  layers(layer, ['test', 'platform', 'contract', 'kernel', ...(layer === 'tool' ? ['tool'] : [])]));

/** Options of `@typescript-eslint/no-restricted-imports`. */
export interface ImportRules { patterns: { regex: string; message: string; allowTypeImports: boolean }[] }

const drivers: Record<'kafkajs' | 'mongoose' | 'duckdb', ImportRules['patterns'][number]> = {
  kafkajs: { regex: '^kafkajs($|/)', message: 'Only libs/bus talks to Kafka.', allowTypeImports: false },
  mongoose: { regex: '^(mongoose|mongodb)($|/)', message: 'Only libs/store, libs/bus and store.ts talk to MongoDB.', allowTypeImports: true },
  duckdb: { regex: '^@duckdb/', message: 'Only insight talks to DuckDB.', allowTypeImports: false },
};

/** Refuses every database and broker driver except those named. */
export const withoutDrivers = (...allowed: (keyof typeof drivers)[]): ImportRules =>
  ({ patterns: Object.entries(drivers).filter(([name]) => !allowed.some((one) => one === name)).map(([, pattern]) => pattern) });

/** Pure files import the contract and the kernel only; types may come from anywhere. */
export const pureImports: ImportRules = {
  patterns: [{ regex: '^(?!@xunlian/(events|shared)$|\\.\\./\\w+/rules\\.ts$)', message: 'Rules and projections import @xunlian/events, @xunlian/shared and the rules of a neighbouring kind only.', allowTypeImports: true }],
};
