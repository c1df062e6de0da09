import { serviceUnderTest, type ServiceUnderTest } from '@xunlian/harness';
import { service } from '../src/service.ts';

const record = (many: string, one: string) => `mutation ($rows: [${one}Input!]!) {
  record${many}(rows: $rows) { created updated unchanged rejected rows { outcome refusal field reason } }
}`;
const divisions = [
  { code: '430000', name: '湖南省', level: 'PROVINCE' }, { code: '431300', name: '娄底市', level: 'CITY', parentCode: '430000' },
  { code: '431302', name: '娄星区', level: 'COUNTY', parentCode: '431300' },
];
const office = (code: string, more: object = {}) => ({ code, name: `${code} 办`, ...more });
const group = (code: string, officeCode = '431300') => ({ code, name: `第${code}组`, officeCode });
const organization = { code: 'o1', name: '市生态环境局', kind: 'DEPARTMENT', divisionCode: '431300', officeCode: '431300' };

let organizations: ServiceUnderTest;
beforeAll(async () => {
  organizations = await serviceUnderTest(service);
  for (const row of divisions) await organizations.ask(record('Divisions', 'Division'), { rows: [row] });
  await organizations.ask(record('Offices', 'Office'), { rows: [office('430000'), office('431300', { groupQuota: 2 }), office('431302')] });
});
afterAll(() => organizations.stop());

describe('Offices and their groups', () => {
  it('need a division that is there', async () => {
    const { data } = await organizations.ask(record('Offices', 'Office'), { rows: [office('439999')] });
    expect(data).toMatchObject({ recordOffices: { rows: [{ outcome: 'REJECTED', refusal: 'INVALID', field: 'code', reason: 'There is no division with the code 439999.' }] } });
  });

  it('stay within the quota when everybody asks at once, and the quota does not fall below them', async () => {
    const asked = await Promise.all(['g1', 'g2', 'g3', 'g4'].map((code) => organizations.ask(record('Groups', 'Group'), { rows: [group(code)] })));
    const created = asked.map(({ data }) => (data as { recordGroups: { created: number } } | null)?.recordGroups.created ?? 0);
    expect(created.reduce((sum, count) => sum + count, 0)).toBe(2);
    const { data } = await organizations.ask(record('Offices', 'Office'), { rows: [office('431300', { groupQuota: 1 })] });
    expect(data).toMatchObject({ recordOffices: { rejected: 1, rows: [{ refusal: 'CONFLICT', field: 'groupQuota' }] } });
  });

  it('are found from above and from below', async () => {
    const { data } = await organizations.ask(`{
      office(code: "431300") { name level division { parent { code } } groups { nodes { office { code } } } }
      offices(filter: { office: { code: "430000" } }, first: 2) { totalCount nodes { code } pageInfo { hasNextPage endCursor } }
    }`);
    expect(data).toMatchObject({
      office: { level: 'CITY', division: { parent: { code: '430000' } }, groups: { nodes: [{ office: { code: '431300' } }, { office: { code: '431300' } }] } },
      offices: { totalCount: 3, nodes: [{ code: '430000' }, { code: '431300' }], pageInfo: { hasNextPage: true } },
    });
  });
});

describe('An organisation', () => {
  it('moves to another office with all its lineage, gets a parent when it had none, and keeps it', async () => {
    const recordOne = (row: object) => organizations.ask(record('Organizations', 'Organization'), { rows: [row] });
    expect((await recordOne(organization)).data).toMatchObject({ recordOrganizations: { created: 1 } });
    expect((await recordOne({ ...organization, officeCode: '431302' })).data).toMatchObject({ recordOrganizations: { updated: 1 } });
    expect((await recordOne({ ...organization, officeCode: '431302' })).data).toMatchObject({ recordOrganizations: { unchanged: 1 } });
    expect(await organizations.db.collection('organizations').findOne({})).toMatchObject({ version: 2, officeCode: '431302', lineage: ['430000', '431300', '431302'] });
    await recordOne({ ...organization, code: 'o2' });
    expect((await recordOne({ ...organization, officeCode: '431302', parentCode: 'o2' })).data).toMatchObject({ recordOrganizations: { updated: 1 } });
    expect((await recordOne({ ...organization, officeCode: '431302' })).data)
      .toMatchObject({ recordOrganizations: { rows: [{ refusal: 'CONFLICT', field: 'parentCode' }] } });
  });

  it('never lies below itself, whatever is asked at once', async () => {
    const below = (code: string, parentCode: string | null) => ({ ...organization, code, parentCode });
    const ask = (rows: object[]) => organizations.ask(record('Organizations', 'Organization'), { rows });
    const rings = Array.from({ length: 10 }, (_, ring) => [0, 1, 2].map((place) => `ring${ring}-${place}`));
    await ask(rings.flat().map((code) => below(code, null)));
    const asked = await Promise.all(rings.flatMap((ring) => ring.map((code, place) => ask([below(code, ring[(place + 1) % 3] ?? null)]))));
    const updated = asked.map(({ data }) => (data as { recordOrganizations: { updated: number } } | null)?.recordOrganizations.updated ?? 0);
    expect(updated.reduce((sum, count) => sum + count, 0)).toBe(2 * rings.length);
  });
});
