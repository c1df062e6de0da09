import type { ApolloServerPlugin } from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import { complaintAt, type Complaint } from '@xunlian/service';
import type { GraphQLSchema, OperationDefinitionNode, VariableDefinitionNode } from 'graphql';
import { coerceInputValue, isInputType, isNonNullType, typeFromAST } from 'graphql';

/** An operation, and the variables that came with it. */
export interface Given {
  readonly schema: GraphQLSchema;
  /** Valid by the schema. */
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Where a variable is wrong; nowhere in particular when there is no end to it. */
type Wrong = Complaint | { readonly message: string };

/**
 * Refuses wrong variables, telling so many places at most. Apollo's gateway would look at them too, but has no limit, and each of
 * its complaints repeats the whole object that is wrong: some kilobytes with thousands of unknown fields become gigabytes.
 */
export function withRightVariables(most: number): ApolloServerPlugin {
  return {
    requestDidStart: () => Promise.resolve({
      responseForOperation: ({ schema, operation, request: { variables = {} } }) => {
        const wrong = complaintsAbout({ schema, operation, variables }, most);
        if (wrong.length === 0) return Promise.resolve(null);
        const errors = wrong.map(({ message, ...place }) => ({ message, extensions: { code: 'INVALID', ...place } }));
        return Promise.resolve({ http: { status: 400, headers: new HeaderMap() }, body: { kind: 'single', singleResult: { errors } } });
      },
    }),
  };
}

/** What is wrong with the variables, in the order of the operation; at most so many places, and then a word that there are more. */
export function complaintsAbout({ schema, operation, variables }: Given, most: number): readonly Wrong[] {
  const found: Wrong[] = [];
  for (const definition of operation.variableDefinitions ?? [])
    for (const complaint of complaintsOf(definition, { schema, variables }, most - found.length + 1)) {
      if (found.length === most) return [...found, { message: `More is wrong than these ${most.toLocaleString('en')} places.` }];
      found.push(complaint);
    }
  return found;
}

/** What is wrong with one variable; at most so many places. */
function complaintsOf({ variable, type: written, defaultValue }: VariableDefinitionNode, { schema, variables }: Omit<Given, 'operation'>, most: number): readonly Complaint[] {
  const name = variable.name.value;
  const type = typeFromAST(schema, written);
  if (!isInputType(type)) return [];
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (value === undefined && (defaultValue || !isNonNullType(type))) return [];
  if (value == null && isNonNullType(type)) return [{ at: name, message: `${name}: ${type.toString()} must be given.` }];
  const found: Complaint[] = [];
  const enough = new Error('There is enough to tell.');
  try {
    coerceInputValue(value, type, (path, _, { message }) => {
      found.push(complaintAt(placeOf(name, path), message));
      if (found.length === most) throw enough;
    }, true);
  } catch (failure) {
    if (failure !== enough) throw failure;
  }
  return found;
}

function placeOf(name: string, path: readonly (string | number)[]): string {
  return path.reduce<string>((place, step) => (typeof step === 'number' ? `${place}[${step}]` : `${place}.${step}`), name);
}
