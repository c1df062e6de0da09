import { parse } from 'graphql';
import { documentStore } from './documentStore.ts';

describe('The documents that a process keeps', () => {
  it('are bounded by what they weigh, whatever that consists of', async () => {
    for (const long of ['a '.repeat(10_000), `a${'#\n'.repeat(10_000)}`, `a(b: "${'\\n'.repeat(125_000)}")`]) {
      const store = documentStore();
      const names = Array.from({ length: 12 }, (_, place) => `d${place}`);
      for (const name of names) await store.set(name, parse(`query ${name} {${long}}`));
      const kept = await Promise.all(names.map((name) => store.get(name)));
      expect(kept.map(Boolean)).toEqual(names.map((_, place) => place > 5));
    }
  });

  it('are never those that weigh more than all may', async () => {
    const store = documentStore();
    await store.set('small', parse('{ a }'));
    await store.set('large', parse(`{a${'#\n'.repeat(100_000)}}`));
    expect([await store.get('small'), await store.get('large')].map(Boolean)).toEqual([true, false]);
  });
});
