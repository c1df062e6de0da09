import { describe, expect, it } from '@jest/globals';
import { buildSchema, introspectionFromSchema } from 'graphql';
import { readGraph } from './graph.ts';

/** The graph of a service that owns clues, whose transfer answers these fields. */
const graphWith = (transferred: string) => {
  const schema = buildSchema(`
    scalar Position
    type Clue { code: ID! }
    type ClueConnection { nodes: [Clue!]! }
    input ClueFilter { code: ID }
    input ClueInput { code: ID! }
    type Recorded { created: Int! position: Position! }
    type Transferred { ${transferred} }
    type Rebuilt { state: String! }
    type Query { clue(code: ID!): Clue clues(filter: ClueFilter): ClueConnection! }
    type Mutation { recordClues(rows: [ClueInput!]!): Recorded! transferClue(clue: ID!): Transferred! cluesRebuild(readModel: String!): Rebuilt! }
  `);
  // What an answer holds is known to who asks alone.
  return readGraph({ ask: async () => ({ data: introspectionFromSchema(schema) as object as Record<string, never> }) });
};

describe('the graph of a service', () => {
  it('is read whole when each command says up to where its facts go, but for the one that builds anew', async () => {
    const { kinds, commands, rebuild } = await graphWith('clue: Clue! position: Position!');
    expect([kinds.map(({ record }) => record), commands.map(({ field }) => field.name), rebuild]).toEqual([['recordClues'], ['transferClue'], 'cluesRebuild']);
  });
  it.each(['clue: Clue!', 'position: Position', 'position: String!'])('is refused when a command does not say that: { %s }', async (fields) => {
    await expect(graphWith(fields)).rejects.toThrow('Mutation.transferClue does not answer position: Position!');
  });
});
