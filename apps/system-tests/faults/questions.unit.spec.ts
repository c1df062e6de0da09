import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { startQuestions } from './questions.ts';

let gateway: Server;
let url: string;
let asked: string[];
/** What the gateway answers to the next question that has a word; null breaks the connection. */
let spoiled: [word: string, answer: string | null] | null;
const whole = JSON.stringify({ data: { nodes: [] } });

beforeEach(async () => {
  [asked, spoiled] = [[], null];
  gateway = createServer((request, response) => void text(request).then((body) => {
    asked.push(body);
    const [word, answer] = spoiled ?? ['none', null];
    if (!body.includes(word)) return response.end(whole);
    spoiled = null;
    return answer === null ? request.socket.destroy() : response.end(answer);
  })).listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  const address = gateway.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterEach(() => { gateway.close(); });

/** Asks until every question was asked by every caller, and gives what was wrong. */
async function questions(urls: readonly string[]): Promise<string[]> {
  const { stop } = startQuestions(urls, '450000');
  while (asked.length < 4 * 6) await pause(10);
  return stop();
}

it('has nothing to say of questions that are answered whole, by whichever gateway is there', async () => {
  expect(await questions(['http://127.0.0.1:9', url])).toEqual([]);
  expect(asked.join()).toContain('overview');
});

it.each<[string, [string, string | null], RegExp]>([
  ['that failed', ['query Overview', JSON.stringify({ data: { office: null }, errors: [{ message: 'insight did not answer.' }] })], /^the question overview failed: .*insight did not answer/],
  ['of which a part is missing', ['{ findings(', JSON.stringify({ data: { findings: null } })], /^the question findings failed: .*"findings":null/],
  ['whose connection broke', ['{ people(', null], /^the question people failed: .*(socket hang up|ECONNRESET)/],
])('has a line for an answer %s', async (_, spoil, line) => {
  spoiled = spoil;
  expect(await questions([url])).toEqual([expect.stringMatching(line)]);
});
