import { unless } from './deployed.ts';

/** What is wrong with the text of `balancer.cfg` before gateways of these names, a sentence each. */
export function balancerComplaints(text: string, gateways: readonly string[]): string[] {
  const settings = [...linesIn(text, 'defaults'), ...linesIn(text, 'backend gateways')];
  const wordsOf = (keyword: string): string[][] => settings.map((line) => line.split(/\s+/)).filter(([first]) => first === keyword);
  const servers = wordsOf('server').map(([, name = '', address = '', ...words]) => ({ name, address, words }));
  const isChecked = (words: readonly string[]): boolean => [...wordsOf('default-server').flat(), ...words].findLast((word) => /^(no-)?check$/.test(word)) === 'check';
  return [
    ...gateways.filter((gateway) => !servers.some(({ address }) => address === `${gateway}:4000`)).map((gateway) => `does not know ${gateway}.`),
    ...servers.filter(({ address }) => !gateways.includes(address.replace(':4000', ''))).map(({ name }) => `sends to ${name}, which is no gateway.`),
    ...servers.filter(({ words }) => !isChecked(words)).map(({ name }) => `sends to ${name} without asking whether it lives.`),
    ...unless(settings.includes('option httpchk GET /livez'), 'does not ask gateways for /livez.'),
    ...unless(settings.includes('option http-server-close'), 'keeps connections to gateways, which may end just as something is sent on them.'),
  ];
}

/** The lines of a section, without the spaces before and after them. */
function linesIn(text: string, section: string): string[] {
  const [, lines = ''] = new RegExp(`^${section}\\n((?:[ \\t].*\\n|\\n)*)`, 'm').exec(text) ?? [];
  return lines.split('\n').map((line) => line.trim());
}
