import { hearers } from '@xunlian/events';
import { run } from './program.ts';

describe('the command line', () => {
  it('refuses dead letters of a service that hears nobody, with the names of those that do', async () => {
    const said: string[] = [];
    const say = (line: string) => { said.push(line); };
    expect(await run(['dead-letters', 'list', '--service', 'typo'], { print: say, complain: say, progress: null })).toBe(2);
    expect(said.join()).toContain(hearers.join(', '));
  });
});
