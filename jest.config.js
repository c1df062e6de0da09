/** One configuration for every level; a run names its packages with --roots. */
export default {
  rootDir: import.meta.dirname,
  testMatch: ['**/*.unit.spec.ts', '**/*.service.spec.ts', '**/*.system.spec.ts'],
  testEnvironment: 'node',
  testTimeout: 20_000,
  maxWorkers: 2,
  cacheDirectory: '<rootDir>/.nx/jest',
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'js', 'json', 'node'],
  transform: {
    '\\.ts$': ['@swc/jest', {
      jsc: { target: 'es2024', parser: { syntax: 'typescript' }, transform: { verbatimModuleSyntax: true } },
      module: { type: 'es6' },
      sourceMaps: 'inline',
    }],
  },
};
