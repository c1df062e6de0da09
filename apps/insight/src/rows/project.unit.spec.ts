import { envelope, fact } from '../../test/happenings.ts';
import { project } from './project.ts';

const clue = (version: number, data: object) => envelope({ ...fact('ClueRecorded', 'c1', { foundOn: '2020-01-01', ...data }), version });
const transferred = (version: number) => envelope({ ...fact('ClueTransferred', 'c1', { receiver: 'OTHER', transferredOn: '2020-02-01' }), version });

describe('A row', () => {
  it('has the fields that its events wrote, each by the last one that has it', () => {
    const change = project(project(null, clue(1, { concludedOn: '2020-03-01' }), 0), transferred(2), 0);
    expect(change).toMatchObject({ code: 'c1', version: 2, missed: 0, fields: { foundOn: '2020-01-01', transferredOn: '2020-02-01', concludedOn: '2020-03-01' } });
  });

  it('is left as it is by an event that the batch has seen', () => {
    const change = project(project(null, clue(1, {}), 0), transferred(2), 0);
    expect(project(change, clue(1, {}), 0)).toBe(change);
    expect(project(change, transferred(2), 0)).toBe(change);
  });

  it('is left as it is by an event that it has seen itself', () => {
    expect(project(null, clue(2, {}), 2)).toBeNull();
    expect(project(project(null, clue(1, {}), 2), transferred(3), 2)).toMatchObject({ version: 3, missed: 0, fields: { transferredOn: '2020-02-01' } });
    expect(project(project(null, clue(1, {}), 2), transferred(3), 2)?.fields).not.toHaveProperty('foundOn');
  });

  it('counts the versions that did not come', () => {
    expect(project(project(null, clue(1, {}), 0), transferred(4), 0)).toMatchObject({ version: 4, missed: 2 });
    expect(project(null, transferred(4), 2)).toMatchObject({ version: 4, missed: 1 });
  });
});
