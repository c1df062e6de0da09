import nx from '@nx/eslint-plugin';
import { configs, parser, plugin } from 'typescript-eslint';
import { code, pureImports, tests, withoutDrivers } from './tools/checks/lint/boundaries.ts';
import { docstring, fileName, functionLines } from './tools/checks/lint/house.ts';
import { defaultExports, environment, everywhere, impurities, leftOut, transactions } from './tools/checks/lint/syntax.ts';

const spec = ['**/*.spec.ts', 'apps/*/test/**/*.ts', 'libs/*/test/**/*.ts', 'apps/system-tests/**/*.ts', 'libs/{testing,harness}/**/*.ts'];
const boundaries = (depConstraints) => ['error', { depConstraints, enforceBuildableLibDependency: false, banTransitiveDependencies: true, checkDynamicDependenciesExceptions: ['.*'] }];
const syntax = (...groups) => ({ 'no-restricted-syntax': ['error', ...everywhere, ...groups.flat()] });
const imports = (rules) => ({ '@typescript-eslint/no-restricted-imports': ['error', rules] });
const only = (files, ...rules) => ({ files, rules: Object.assign({}, ...rules) });

export default [
  { ignores: ['**/__generated__/**', '**/node_modules/**', '.nx/**', '.data/**', 'tools/checks/must-fail/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...configs.recommendedTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    plugins: { '@typescript-eslint': plugin, '@nx': nx, xunlian: { rules: { docstring, fileName, functionLines } } },
    languageOptions: { parser, parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': boundaries(code),
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/max-params': ['error', { max: 3 }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      ...imports(withoutDrivers()),
      ...syntax(defaultExports, transactions, environment),
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', 180],
      'no-console': 'error',
      'no-else-return': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'xunlian/docstring': 'error',
      'xunlian/fileName': 'error',
      'xunlian/functionLines': ['error', 40],
    },
  },
  only(['**/store.ts', 'libs/{store,mongod,supervisor}/**/*.ts'], imports(withoutDrivers('mongoose'))),
  only(['libs/bus/**/*.ts'], imports(withoutDrivers('kafkajs', 'mongoose'))),
  only(['apps/insight/**/*.ts'], imports(withoutDrivers('duckdb'))),
  only(['libs/{service,store,bus}/**/*.ts'], syntax(defaultExports, environment)),
  // Finding a server on this machine is reading its environment.
  only(['libs/{mongod,supervisor}/**/*.ts'], syntax(defaultExports, transactions)),
  only(['**/config.ts'], syntax(defaultExports, transactions)),
  only(['apps/*/src/**/{rules,project}.ts'], imports(pureImports), syntax(defaultExports, environment, impurities)),
  only(['tools/**/*.ts'], imports(withoutDrivers('mongoose')), syntax(defaultExports, transactions), { 'no-console': 'off' }),
  only(['tools/checks/lint/house.ts'], imports({ patterns: [] })),
  only(['apps/cli/**/*.ts'], { 'no-console': 'off' }),
  only(spec, imports(withoutDrivers('mongoose', 'kafkajs', 'duckdb')), syntax(defaultExports, leftOut), {
    '@nx/enforce-module-boundaries': boundaries(tests),
    '@typescript-eslint/require-await': 'off',
    '@typescript-eslint/unbound-method': 'off',
    'max-lines': ['error', 250],
    'xunlian/docstring': 'off',
  }),
  only(['apps/system-tests/faults/main.ts'], { 'no-console': 'off' }),
  only(['libs/{testing,harness}/**/*.ts'], { 'xunlian/docstring': 'error' }),
  only(['**/*.config.ts', '**/codegen.ts'], syntax(transactions, environment)),
];
