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

describe('Divisions of one command', () => {
  const county = (city: string, place: number) => [
    { code: `${city}0${place}`, name: '某县', level: 'COUNTY', parentCode: `${city}00` },
    ...[1, 2].map((town) => ({ code: `${city}0${place}00${town}`, name: '某镇', level: 'TOWNSHIP', parentCode: `${city}0${place}` })),
  ];
  const country = (province: string) => [
    { code: `${province}0000`, name: '某省', level: 'PROVINCE' },
    ...['01', '02', '03'].flatMap((city) => [
      { code: `${province}${city}00`, name: '某市', level: 'CITY', parentCode: `${province}0000` },
      ...[1, 2, 3, 4, 5].flatMap((place) => county(`${province}${city}`, place)),
    ]),
  ];
  const recording = async (rows: object[]) => (await organizations.ask(record('Divisions', 'Division'), { rows })).data as unknown;

  it('may lie in those that stand before them, however many they are, and know all that is above', async () => {
    const rows = country('44');
    expect(await recording(rows)).toMatchObject({ recordDivisions: { created: rows.length, rejected: 0 } });
    const { data } = await organizations.ask('{ division(code: "440203002") { parent { code parent { code parent { code } } } } }');
    expect(data).toEqual({ division: { parent: { code: '440203', parent: { code: '440200', parent: { code: '440000' } } } } });
    expect(await recording(rows)).toMatchObject({ recordDivisions: { unchanged: rows.length, rejected: 0 } });
  });

  it('are refused where they stand before what they lie in', async () => {
    const rows = country('45').reverse();
    expect(await recording(rows)).toMatchObject({ recordDivisions: { created: 1, rejected: rows.length - 1 } });
  });

  it('lie in nothing that was refused', async () => {
    const rows = [{ code: '460000', name: '', level: 'PROVINCE' }, { code: '460100', name: '某市', level: 'CITY', parentCode: '460000' }];
    expect(await recording(rows)).toMatchObject({ recordDivisions: { created: 0, rejected: 2 } });
  });
});

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
