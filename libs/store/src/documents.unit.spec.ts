import { describe, expect, it } from '@jest/globals';
import { event, lineage, topic } from '@xunlian/events';
import { sealWith } from './cipher.ts';
import { documentForm, updateOf } from './documents.ts';

const noted = topic('tallies.note.v1', event('NoteRecorded', { lineage }));
const note = { code: 'n1', lineage: ['1'], text: '匿名反映', times: 1 };
const form = documentForm<typeof note>({ topic: noted, filters: {}, sealed: ['text'] }, sealWith('ab'.repeat(32)));
const fact = { type: 'NoteRecorded', data: { lineage: ['1'] }, kept: { text: note.text } };

describe('a sealed text', () => {
  it('is the same in the record and in the fact that stated it', () => {
    const { toJournal, toDocument } = form.sealing('n1', null, 'SEALED');
    expect(toJournal(fact).kept).toEqual({ text: Reflect.get(toDocument(note, 1), 'text') as string });
  });
  it('stays as it was sealed while it does not change, and is sealed anew when it does', () => {
    const was = form.sealing('n1', null, 'SEALED').toDocument(note, 1);
    const { before, toDocument } = form.sealing('n1', was, 'SEALED');
    expect(before).toMatchObject({ ...note });
    expect(toDocument({ ...note, times: 2 }, 2)).toMatchObject({ text: Reflect.get(was, 'text') as string, times: 2 });
    const changed = toDocument({ ...note, text: '实名反映' }, 2);
    expect(JSON.stringify(changed)).not.toContain('实名');
    expect(changed).not.toMatchObject({ text: Reflect.get(was, 'text') as string });
    expect(form.open(changed)).toMatchObject({ text: '实名反映' });
  });
  it('stays unread, and as it was, where a command needs none', () => {
    const was = form.sealing('n1', null, 'SEALED').toDocument(note, 1);
    const { before, toDocument } = form.sealing('n1', was, 'CLOSED');
    expect(before).toStrictEqual({ code: 'n1', lineage: ['1'], officeCode: '1', times: 1 });
    expect(before && toDocument({ ...before, times: 2 }, 2)).toMatchObject({ text: Reflect.get(was, 'text') as string, times: 2 });
    const changed = before && toDocument({ ...before, text: '实名反映' }, 2);
    expect(changed && form.open(changed)).toMatchObject({ text: '实名反映' });
  });
  it('is never in a record that is handed to others', () => {
    expect(form.closed(form.sealing('n1', null, 'SEALED').toDocument(note, 1))).not.toMatchObject({ text: expect.anything() as unknown });
  });
});

describe('what changes a document', () => {
  const was = { _id: 'n1', version: 1, lineage: ['1'], officeCode: '1', lists: ['a', 'b'], times: 1, old: true };
  it('is what differs, and what is gone', () => {
    const now = { _id: 'n1', version: 2, lineage: ['1'], officeCode: '1', lists: ['a', 'c'], times: 1, found: null };
    expect(updateOf(was, now)).toStrictEqual({ $set: { version: 2, lists: ['a', 'c'], found: null }, $unset: { old: '' } });
  });
});
