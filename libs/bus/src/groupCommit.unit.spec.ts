import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { groupCommit } from './groupCommit.ts';

describe('group commit', () => {
  it('commits every command once, one command a subject at a time, within its limits', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 60 }), fc.scheduler(), async (subjects, scheduler) => {
      const open = new Set<string>();
      let groups = 0;
      const done: number[] = [];
      const submit = groupCommit<{ code: string; id: number }, number>(async (items) => {
        groups += 1;
        expect(groups).toBeLessThanOrEqual(2);
        expect(items.length).toBeLessThanOrEqual(4);
        for (const { code } of items) {
          expect(open.has(code)).toBe(false);
          open.add(code);
        }
        await scheduler.schedule(Promise.resolve());
        for (const { code, id } of items) {
          open.delete(code);
          done.push(id);
        }
        groups -= 1;
        return items.map(({ id }) => id);
      }, { subjects: 4, inFlight: 2 });
      const answers = Promise.all(subjects.map((subject, id) => submit({ code: `s${subject}`, id })));
      await scheduler.waitFor(answers);
      expect(await answers).toEqual(subjects.map((_, id) => id));
      expect([...done].sort((a, b) => a - b)).toEqual(subjects.map((_, id) => id));
      for (const subject of new Set(subjects)) {
        const own = done.filter((id) => subjects[id] === subject);
        expect(own).toEqual([...own].sort((a, b) => a - b));
      }
    }), { numRuns: 50 });
  });

  it('begins a group beside another one only when it is as large, and none when there is nothing to gather', async () => {
    const groups: { size: number; end: () => void }[] = [];
    const submit = groupCommit<{ code: string }, string>((items) => new Promise((resolve) => {
      groups.push({ size: items.length, end: () => resolve(items.map(({ code }) => code)) });
    }), { subjects: 10, inFlight: 2 });
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const arrive = async (...codes: string[]) => {
      const answers = codes.map((code) => submit({ code }));
      await turn();
      return answers;
    };
    const answers = [...await arrive('a', 'b', 'c'), ...await arrive('d'), ...await arrive('e')];
    expect(groups.map(({ size }) => size)).toEqual([3]);
    answers.push(...await arrive('f'));
    expect(groups.map(({ size }) => size)).toEqual([3, 3]);
    answers.push(...await arrive('g'));
    groups[0]?.end();
    await turn();
    groups[1]?.end();
    await turn();
    expect(groups.map(({ size }) => size)).toEqual([3, 3, 1]);
    groups[2]?.end();
    expect(await Promise.all(answers)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  });

  it('fails the commands of a group that fails, and goes on', async () => {
    let first = true;
    const submit = groupCommit<{ code: string }, string>((items) => {
      if (!first) return Promise.resolve(items.map(({ code }) => code));
      first = false;
      return Promise.reject(new Error('no disk'));
    }, { subjects: 1, inFlight: 1 });
    const [one, two] = await Promise.allSettled([submit({ code: 'a' }), submit({ code: 'b' })]);
    expect(one?.status).toBe('rejected');
    expect(two).toEqual({ status: 'fulfilled', value: 'b' });
  });
});
