import { person, rectificationWithRecords, rows, type Rectification } from './recorded.ts';

let rectification: Rectification;
let record: Rectification['record'];
let answerTo: Rectification['answerTo'];
let factsOf: Rectification['factsOf'];

beforeAll(async () => {
  rectification = await rectificationWithRecords();
  ({ record, answerTo, factsOf } = rectification);
});
afterAll(() => rectification.stop());

describe('Who was called in', () => {
  it('is encrypted where it is kept, a digest where it is published, and each read is logged', async () => {
    const kept = await rectification.db.collection('interviews').findOne({});
    const fact = await rectification.db.collection('journal').findOne({ type: 'InterviewRecorded' });
    expect(JSON.stringify([kept, fact])).not.toContain(person);
    expect(Object.keys(fact?.['data'] as object).sort()).toEqual(['heldOn', 'lineage', 'organizationCode', 'person']);
    expect(await answerTo('{ interview(code: "v1") { heldOn } }')).toEqual({ interview: { heldOn: '2020-09-20' } });
    expect(await rectification.db.collection('sealedReads').countDocuments()).toBe(0);
    expect(await answerTo('{ interview(code: "v1") { personRef } }')).toEqual({ interview: { personRef: person } });
    expect(await rectification.db.collection('sealedReads').find().toArray())
      .toMatchObject([{ kind: 'interviews', code: 'v1', field: 'personRef', by: '登记员' }]);
  });

  it('is sealed in the journal as in the document: either opens to the same text', async () => {
    const [fact] = await factsOf('Interviews', 'v1');
    await rectification.db.collection('interviews').updateOne({ organizationCode: 'o1' }, { $set: { ...fact } });
    expect(await answerTo('{ interview(code: "v1") { personRef } }')).toEqual({ interview: { personRef: person } });
  });

  it('is told apart by the digest alone: one person has one, another has another', async () => {
    const again = { ...rows.Interviews, heldOn: '2020-09-21' };
    await record('Interviews', [{ ...again, code: 'v2' }, { ...again, code: 'v3', personRef: '另一人' }]);
    const [first, second, third] = await rectification.db.collection('interviews').find().sort({ _id: 1 }).toArray();
    expect(second?.['person']).toBe(first?.['person']);
    expect(third?.['person']).not.toBe(first?.['person']);
  });
});
