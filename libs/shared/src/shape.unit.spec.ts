import { describe, expect, it } from '@jest/globals';
import { longestName, longestText, mostListed } from './limits.ts';
import { Refusal } from './refusal.ts';
import { checkShape } from './shape.ts';

function refused(fact: string, row: Parameters<typeof checkShape>[1]): string | null {
  try {
    checkShape(fact, row);
    return null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return `${error.code} ${error.field}`;
  }
}
const holding = (fields: object) => refused('FindingRecorded', { code: 'f1', ...fields });
const assigned = (fields: object) => refused('AssignmentRecorded', { code: 'r1~g1~p1', roundCode: 'r1', groupCode: 'g1', personCode: 'p1', ...fields });

describe('a row', () => {
  it('holds texts as long as they may be, lists, numbers, and nothing', () => {
    const row = { name: 'x'.repeat(longestName), summary: '一\n二', theme: null, findingCodes: Array.from({ length: mostListed }, String), term: 14, examScore: 87.333, immediate: true };
    expect(holding(row)).toBeNull();
    expect(holding({ summary: 'x'.repeat(longestText) })).toBeNull();
  });
  it.each(['', ' ', '\u3000', '\n\t', '\ufeff', '\u200b', '\u00ad\u2800', '\0'])('has no blank text: %j', (text) => {
    for (const field of ['name', 'summary', 'about', 'personRef', 'title', 'theme']) expect(holding({ [field]: text })).toBe(`INVALID ${field}`);
  });
  it('has no half of a character, which would be stored as another text', () => {
    for (const text of ['a\ud800', '\udc00甲', '甲\ud840']) expect(holding({ summary: text })).toBe('INVALID summary');
    expect(holding({ summary: '𠮷\u{1f600}' })).toBeNull();
  });
  it('has no name, title, text or list that is too long', () => {
    for (const field of ['name', 'title']) expect(holding({ [field]: 'x'.repeat(longestName + 1) })).toBe(`INVALID ${field}`);
    for (const field of ['summary', 'about']) expect(holding({ [field]: 'x'.repeat(longestText + 1) })).toBe(`INVALID ${field}`);
    expect(holding({ findingCodes: Array.from({ length: mostListed + 1 }, String) })).toBe('INVALID findingCodes');
  });
  it.each([
    ['approvedPosts', -1], ['groupQuota', 1.5], ['term', 1_000_001], ['examScore', 100.1], ['examScore', -0.1], ['examScore', 1e-25],
    ['amountYuan', 0.125], ['amountYuan', -1], ['amountYuan', 1e21],
  ])('has no %s of %d', (field, value) => expect(holding({ [field]: value })).toBe(`INVALID ${field}`));
  it.each(['', 'a b', '问', 'x'.repeat(65), 'g~1', '~'])('has no code %j', (code) => expect(holding({ code })).toBe('INVALID code'));
});

describe('a row of a kind without a code of its own', () => {
  it('has the codes that identify it as its code', () => expect(assigned({})).toBeNull());
  it.each(['r~1', '', 'r 1', null])('is refused by the field with the bad code %j', (roundCode) =>
    expect(assigned({ roundCode, code: `${roundCode}~g1~p1` })).toBe('INVALID roundCode'));
  it.each(['r1~g1', 'r1~g1~p1~x', 'r1~p1~g1', 'a1'])('has no code %j', (code) => expect(assigned({ code })).toBe('INVALID code'));
});
