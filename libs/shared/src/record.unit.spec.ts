import { describe, expect, it } from '@jest/globals';
import { inOrder, recordRules, type RecordCommand, type RecordRules, type RowOrigin } from './record.ts';
import { Refusal } from './refusal.ts';
import type { Viewer } from './viewer.ts';

interface Course { readonly code: string; readonly lineage: readonly string[]; readonly officeCode: string; readonly tags: readonly string[]; readonly name: string }
interface Refs { readonly officeCode: { readonly code: string; readonly lineage: readonly string[] } }
type Stated = Omit<Course, 'lineage'>;
type Check = () => never;

const office = { code: '431300', lineage: ['430000', '431300'] };
const courses: RecordRules<Course, Stated, Refs, never> = {
  fact: 'CourseRecorded',
  noun: 'course',
  references: { officeCode: 'office' },
  fixed: ['officeCode'],
  kept: ['name', 'officeCode'],
  complete: (row, { officeCode: { lineage } }) => ({ ...row, lineage }),
};
const rules = recordRules(courses);
const row: Stated = { code: 'k1', officeCode: '431300', tags: ['A'], name: '培训' };
const registrar: Viewer = { name: 'registrar', role: 'REGISTRAR', lineage: [] };

const recording: RecordCommand<Stated, Refs> = { type: 'record', origin: 'STATED', by: registrar, row, refs: { officeCode: office }, peers: () => [] };

function decide(was: Course | null, change: Partial<RecordCommand<Stated, Refs>> = {}) {
  return rules.decide(was, { ...recording, ...change });
}
const recorded = rules.evolve(null, decide(null)[0] ?? { type: '', data: {}, kept: {} }, 'k1');
function refusal(what: () => unknown): Pick<Refusal, 'code' | 'field'> | null {
  try {
    what();
    return null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { code: error.code, field: error.field };
  }
}

describe('recording a row', () => {
  it('publishes what the kind publishes and keeps the rest', () =>
    expect(decide(null)).toEqual([{ type: 'CourseRecorded', data: { lineage: office.lineage, tags: ['A'] }, kept: { name: '培训', officeCode: '431300' } }]));
  it('folds to the record', () => expect(recorded).toEqual({ ...row, lineage: office.lineage }));
  it('again is no fact', () => expect(decide(recorded)).toEqual([]));
  it('with a shorter or longer list is a change', () => {
    expect(decide(recorded, { row: { ...row, tags: [] } })).toHaveLength(1);
    expect(decide(recorded, { row: { ...row, tags: ['A', 'B'] } })).toHaveLength(1);
  });
  it('refuses an unknown reference by its field', () =>
    expect(refusal(() => decide(null, { refs: { officeCode: undefined } }))).toEqual({ code: 'INVALID', field: 'officeCode' }));
  it('refuses to change a fixed field', () =>
    expect(refusal(() => decide(recorded, { row: { ...row, officeCode: '431200' }, refs: { officeCode: { code: '431200', lineage: ['430000', '431200'] } } })))
      .toEqual({ code: 'CONFLICT', field: 'officeCode' }));
  it('refuses who acts for another office', () =>
    expect(refusal(() => decide(null, { by: { ...registrar, lineage: ['430000', '431200'] } }))).toEqual({ code: 'FORBIDDEN', field: null }));
  it('tells a stranger the same of a record as of none, and that a code is taken only when he states his own by it', () => {
    const [by, own] = [{ ...registrar, lineage: ['410000'] }, { officeCode: { code: '410000', lineage: ['410000'] } }];
    for (const was of [recorded, null]) expect(refusal(() => decide(was, { by }))).toEqual({ code: 'FORBIDDEN', field: null });
    expect(refusal(() => decide(recorded, { by, refs: own, row: { ...row, officeCode: '410000' } }))).toEqual({ code: 'CONFLICT', field: 'code' });
  });
  it('tells nobody what lies off his line, and lets an office name what stands above it and below', () => {
    interface About { readonly courseCode: Course | undefined; readonly courseCodes: readonly Course[] }
    type Note = { readonly code: string; readonly courseCode: string | null; readonly courseCodes: readonly string[] };
    const notes = recordRules<Note & { lineage: readonly string[] }, Note, About>({
      fact: 'NoteRecorded', noun: 'note', references: { courseCode: 'course', courseCodes: 'course' }, fixed: [], kept: [],
      complete: (note) => ({ ...note, lineage: ['430000', '431300', '431302'] }),
    });
    const at = (...lineage: string[]): Course => ({ ...row, lineage });
    const noted = (course: Course | undefined, also: readonly Course[] = [], note = { code: 'n1', courseCode: 'k1', courseCodes: also.map(({ code }) => code) }) =>
      refusal(() => notes.decide(null, { type: 'record', origin: 'STATED', by: { ...registrar, lineage: ['430000', '431300', '431302'] }, row: note, refs: { courseCode: course, courseCodes: also }, peers: () => [] }));
    for (const near of [at('430000'), at('430000', '431300', '431302'), at('430000', '431300', '431302', '431302001')]) expect(noted(near, [near])).toBeNull();
    for (const far of [undefined, at('410000'), at('430000', '431300', '431381')]) expect(noted(far)).toEqual({ code: 'INVALID', field: 'courseCode' });
    expect(noted(at('430000'), [{ ...at('430000'), code: 'k2' }, { ...at('410000'), code: 'k3' }])).toEqual({ code: 'INVALID', field: 'courseCodes' });
  });
  it('lets an office keep what an office above it stated, and names a clue to nobody below its own', () => {
    interface About { readonly clueCode: Course | undefined; readonly courseCode: Course | undefined }
    type Note = { readonly code: string; readonly clueCode: string | null; readonly courseCode: string | null; readonly name: string };
    const lineage = ['430000', '431300', '431302'];
    const notes = recordRules<Note & { lineage: readonly string[] }, Note, About>({
      fact: 'NoteRecorded', noun: 'note', references: { clueCode: 'clue', courseCode: 'course' }, fixed: [], kept: [], complete: (note) => ({ ...note, lineage }),
    });
    const note = { code: 'n1', clueCode: 'k1', courseCode: 'k2', name: '记录' };
    const noted = (was: typeof note | null, { clue, course, by = lineage }: { clue: string[]; course: string[]; by?: string[] }) => refusal(() => notes.decide(was && { ...was, lineage }, {
      type: 'record', origin: 'STATED', by: { ...registrar, lineage: by }, row: { ...note, name: '更正' }, peers: () => [],
      refs: { clueCode: { ...row, code: 'k1', lineage: clue }, courseCode: { ...row, code: 'k2', lineage: course } },
    }));
    const [above, sibling] = [['430000'], ['430000', '431300', '431381']];
    expect(noted(null, { clue: above, course: above })).toEqual({ code: 'INVALID', field: 'clueCode' });
    expect(noted(null, { clue: lineage, course: above })).toBeNull();
    expect(noted(null, { clue: lineage, course: sibling })).toEqual({ code: 'INVALID', field: 'courseCode' });
    expect(noted(note, { clue: above, course: sibling })).toBeNull();
    expect(noted({ ...note, courseCode: 'k3' }, { clue: above, course: sibling })).toEqual({ code: 'INVALID', field: 'courseCode' });
    expect(noted(note, { clue: above, course: sibling, by: sibling })).toEqual({ code: 'INVALID', field: 'clueCode' });
  });
  it('asks what other services know of a row that an office states, and its own rules of every row', () => {
    const full: Check = () => { throw new Refusal('CONFLICT', 'Full.', 'tags'); };
    const outcomeOf = (checks: { check?: Check; checkHeard?: Check }, origin: RowOrigin) =>
      refusal(() => recordRules<Course, Stated, Refs>({ ...courses, ...checks }).decide(null, { ...recording, origin }))?.field ?? 'recorded';
    expect(outcomeOf({ checkHeard: full }, 'STATED')).toBe('tags');
    expect(outcomeOf({ checkHeard: full }, 'EXPORTED')).toBe('recorded');
    expect(outcomeOf({ check: full }, 'EXPORTED')).toBe('tags');
  });
  it('refuses what no record may hold', () => {
    expect(refusal(() => decide(null, { row: { ...row, code: 'a~b' } }))).toEqual({ code: 'INVALID', field: 'code' });
    expect(refusal(() => decide(null, { row: { ...row, name: ' ' } }))).toEqual({ code: 'INVALID', field: 'name' });
  });
});

describe('the order of days', () => {
  it('passes over days that are not there', () => expect(refusal(() => inOrder({ a: '2020-01-01', b: null, c: '2020-01-01' }, 'a', 'b', 'c'))).toBeNull());
  it('is refused at the day that comes too early', () =>
    expect(refusal(() => inOrder({ a: '2020-01-02', b: null, c: '2020-01-01' }, 'a', 'b', 'c'))).toEqual({ code: 'INVALID', field: 'c' }));
});
