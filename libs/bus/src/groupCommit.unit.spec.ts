import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { groupCommit } from './groupCommit.ts';

describe('group commit', () => {
  it('commits every command once, one command a subject at a time, within its limits', async () => {
    const commands = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 12 })), { maxLength: 60 });
    await fc.assert(fc.asyncProperty(commands, fc.integer({ min: 1, max: 6 }), fc.scheduler(), async (sent, fewest, scheduler) => {
      const subjects = sent.map(([subject]) => subject);
      const open = new Set<string>();
      let groups = 0;
      const done: number[] = [];
      const submit = groupCommit<{ code: string; id: number; weight: number }, number>(async (items) => {
        groups += 1;
        expect(groups).toBeLessThanOrEqual(2);
        expect(items.length).toBeLessThanOrEqual(4);
        if (items.length > 1) expect(items.reduce((sum, { weight }) => sum + weight, 0)).toBeLessThanOrEqual(10);
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
      }, { subjects: 4, weight: 10, inFlight: 2, fewest });
      const answers = Promise.all(sent.map(([subject, weight], id) => submit({ code: `s${subject}`, id, weight })));
      await scheduler.waitFor(answers);
      expect(await answers).toEqual(subjects.map((_, id) => id));
      expect([...done].sort((a, b) => a - b)).toEqual(subjects.map((_, id) => id));
      for (const subject of new Set(subjects)) {
        const own = done.filter((id) => subjects[id] === subject);
        expect(own).toEqual([...own].sort((a, b) => a - b));
      }
    }), { numRuns: 50 });
  });

  describe('with room for two groups of at most ten', () => {
    const groups: { readonly size: number; readonly end: () => void }[] = [];
    const answers: Promise<string>[] = [];
    let submit: (item: { code: string }) => Promise<string>;
    let codes = 0;

    beforeEach(() => {
      groups.length = answers.length = codes = 0;
      submit = groupCommit<{ code: string }, string>((items) => new Promise((resolve) => {
        groups.push({ size: items.length, end: () => resolve(items.map(({ code }) => code)) });
      }), { subjects: 10, inFlight: 2, fewest: 3 });
    });
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const arrive = async (commands: number) => {
      for (let command = 0; command < commands; command += 1) answers.push(submit({ code: String((codes += 1)) }));
      await turn();
    };
    const end = async (group: number) => {
      groups[group]?.end();
      await turn();
    };
    const sizes = () => groups.map(({ size }) => size);
    const all = () => Array.from({ length: codes }, (_, index) => String(index + 1));

    it('begins one beside another only when there are enough for it', async () => {
      await arrive(1);
      await arrive(2);
      expect(sizes()).toEqual([1]);
      await arrive(1);
      expect(sizes()).toEqual([1, 3]);
      await arrive(2);
      await end(0);
      expect(sizes()).toEqual([1, 3]);
      await end(1);
      expect(sizes()).toEqual([1, 3, 2]);
      await end(2);
      expect(await Promise.all(answers)).toEqual(all());
    });

    it('divides what is there between both, and what comes later as well', async () => {
      await arrive(8);
      expect(sizes()).toEqual([4, 4]);
      await arrive(16);
      await end(1);
      expect(sizes()).toEqual([4, 4, 10]);
      await end(0);
      expect(sizes()).toEqual([4, 4, 10]);
      await end(2);
      expect(sizes()).toEqual([4, 4, 10, 3, 3]);
      await Promise.all([end(3), end(4)]);
      expect(await Promise.all(answers)).toEqual(all());
    });
  });

  it('fails the commands of a group that fails, and goes on', async () => {
    let first = true;
    const submit = groupCommit<{ code: string }, string>((items) => {
      if (!first) return Promise.resolve(items.map(({ code }) => code));
      first = false;
      return Promise.reject(new Error('no disk'));
    }, { subjects: 1, inFlight: 1, fewest: 1 });
    const [one, two] = await Promise.allSettled([submit({ code: 'a' }), submit({ code: 'b' })]);
    expect(one?.status).toBe('rejected');
    expect(two).toEqual({ status: 'fulfilled', value: 'b' });
  });
});
