import fc from 'fast-check';
import { gathering } from './gathering.ts';

interface Asked { readonly owner: object; readonly bodies: readonly string[] }

function gatherer() {
  const asked: Asked[] = [];
  const ask = gathering(async (owner: object, bodies) => {
    asked.push({ owner, bodies });
    return bodies.map((body) => `re ${body}`);
  });
  return { asked, ask };
}

describe('questions of one moment', () => {
  it('go together where they are of one request, never with those of another, and each gets its own reply', async () => {
    const question = fc.record({ client: fc.nat({ max: 3 }), body: fc.string({ maxLength: 5 }), late: fc.nat({ max: 3 }) });
    await fc.assert(fc.asyncProperty(fc.array(question, { maxLength: 60 }), async (questions) => {
      const { asked, ask } = gatherer();
      const owners = [{}, {}, {}, {}];
      const replies = await Promise.all(questions.map(async ({ client, body, late }) => {
        // Not all follow from the last answer by the same number of steps.
        for (let step = 0; step < late; step += 1) await Promise.resolve();
        return ask(owners[client] ?? {}, body);
      }));
      expect(replies).toEqual(questions.map(({ body }) => `re ${body}`));
      for (const [client, owner] of owners.entries()) {
        const sizes = asked.filter((one) => one.owner === owner).map(({ bodies }) => bodies.length);
        const count = questions.filter((one) => one.client === client).length;
        expect(sizes).toEqual([...Array.from({ length: Math.floor(count / 16) }, () => 16), ...(count % 16 ? [count % 16] : [])]);
      }
    }));
  });

  it('are not put together beyond a million characters', async () => {
    const { asked, ask } = gatherer();
    const owner = {};
    const lengths = [400_000, 400_000, 400_000, 1_200_000, 10, 999_990, 1];
    await Promise.all(lengths.map((length) => ask(owner, 'x'.repeat(length))));
    expect(asked.map(({ bodies }) => bodies.map(({ length }) => length))).toEqual([[400_000, 400_000], [400_000], [1_200_000], [10, 999_990], [1]]);
  });

  it('of the next moment are asked without those that are under way', async () => {
    const { asked, ask } = gatherer();
    const owner = {};
    await ask(owner, 'first');
    await ask(owner, 'second');
    expect(asked.map(({ bodies }) => bodies)).toEqual([['first'], ['second']]);
  });
});
