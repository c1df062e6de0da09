import { completeSdl, serviceSdl } from './sdl.ts';

const own = `
"A round." type Round { code: ID! }
type Page { code: ID! }
type PageConnection { nodes: [Page!]! }
extend type Query { "Rounds." rounds: RoundConnection! "Again." again: RoundConnection "Own." pages: PageConnection }`;

describe('The whole SDL of a service', () => {
  const sdl = completeSdl('rounds', own);

  it('has each connection that the service names, once, and leaves those that it has', () => {
    expect(sdl.match(/^type RoundConnection /gm)).toHaveLength(1);
    expect(sdl).toContain('type RoundEdge ');
    expect(sdl.match(/^type PageConnection /gm)).toHaveLength(1);
  });

  it('has the status of the service', () => {
    expect(sdl).toContain('roundsStatus: ServiceStatus!');
  });

  it('is refused for a folder without a schema', () => {
    expect(() => serviceSdl('rounds', new URL('../test/none/', import.meta.url))).toThrow('rounds: no schema.graphql in its folder.');
  });
});
