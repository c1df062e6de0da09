import { fact } from '../../test/happenings.ts';
import { envelope } from '../../test/happenings.ts';
import { project } from './project.ts';

const clue = (version: number, data: object) => envelope({ ...fact('ClueRecorded', 'c1', { foundOn: '2020-01-01', ...data }), version });
const transferred = (version: number) => envelope({ ...fact('ClueTransferred', 'c1', { receiver: 'OTHER', transferredOn: '2020-02-01' }), version });

describe('A row', () => {
  it('has the fields that its events wrote, each by the last one that has it', () => {
    const change = project(project(null, clue(1, { concludedOn: '2020-03-01' })), transferred(2));
    expect(change).toMatchObject({ code: 'c1', first: 1, version: 2, gaps: 0, fields: { foundOn: '2020-01-01', transferredOn: '2020-02-01', concludedOn: '2020-03-01' } });
  });

  it('is left as it is by an event that it has seen', () => {
    const change = project(project(null, clue(1, {})), transferred(2));
    expect(project(change, clue(1, {}))).toBe(change);
    expect(project(change, transferred(2))).toBe(change);
  });

  it('counts the versions that did not come', () => {
    expect(project(project(null, clue(1, {})), transferred(4))).toMatchObject({ version: 4, gaps: 2 });
  });
});
