import type { CodegenConfig } from '@graphql-codegen/cli';

const source = `${import.meta.dirname}/src`;

const config: CodegenConfig = {
  generates: {
    [`${source}/__generated__/operations.ts`]: {
      schema: `${import.meta.dirname}/../gateway/api.graphql`,
      documents: `${source}/*.graphql`,
      plugins: ['typescript-operations'],
      config: {
        scalars: { ID: 'string', Date: 'string', Position: 'string', Yuan: 'number' },
        enumType: 'string-literal',
        immutableTypes: true,
        skipTypename: true,
        useTypeImports: true,
      },
    },
  },
};

export default config;
