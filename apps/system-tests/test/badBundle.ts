import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Content of a bundle's files by name without `.csv`. */
export type Files = Readonly<Record<string, string | Buffer>>;

/** Writes a bundle to a new folder. */
export async function writeBundle(folder: string, files: Files): Promise<string> {
  await mkdir(folder);
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, `${name}.csv`), content);
  return folder;
}

/** A file from its lines, as a spreadsheet writes it. */
export const file = (...lines: string[]): string => `${lines.join('\r\n')}\r\n`;

/** A county with its city above it: everything in it is good, and nothing in it is inspected yet. */
export const county: Files = {
  divisions: file('code,name,level,parent_code', '430000,湖南省,PROVINCE,', '431300,娄底市,CITY,430000', '431302,娄星区,COUNTY,431300'),
  offices: file('code,name,approved_posts', '431300,市委巡察办,9', '431302,区委巡察办,2'),
  groups: file('code,office_code,name', 'g1,431302,第一巡察组', 'g2,431302,第二巡察组'),
  organizations: file('code,name,kind,division_code,office_code', 'o1,区财政局,DEPARTMENT,431302,431302', 'o2,区民政局,DEPARTMENT,431302,431302'),
  people: file(
    'code,name,office_code,employment,pools', 'p1,甲,431302,FULL_TIME,LEADER', 'p2,乙,431302,FULL_TIME,TALENT',
    'p3,丙,431302,SECONDED,TALENT', 'p4,丁,431302,SECONDED,LEADER;TALENT',
  ),
  ties: file('person_code,organization_code,kind,until_on', 'p3,o2,RELATIVE,'),
  rounds: file('code,office_code,term,sequence,name,kind,starts_on', 'r1,431302,5,1,第一轮,REGULAR,2020-01-01'),
  inspections: file(
    'code,round_code,group_code,organization_code,mode,entered_on,reported_on,fed_back_on',
    'i1,r1,g1,o1,REGULAR,2020-02-01,2020-03-01,2020-04-01', 'i2,r1,g2,o2,REGULAR,2020-02-05,,',
  ),
};

/** Rows that are bad each in their own way, beside good ones (codes that begin with `good`), on top of the county. */
export const badRows: Files = {
  divisions: file('code,name,level,parent_code', '431303,冷水江,TOWN,431300', '431304,某区,COUNTY,439999', '431305,某镇,TOWNSHIP,431304'),
  offices: file('code,name,approved_posts,established_on', '999999,某办,,', '430000,省委巡视办,twelve,2020-02-30'),
  people: file('code,name,office_code,employment,pools,joined_on', 'p5,戊,431302,FULL_TIME,,', 'p6,己,431302,OTHER,BOSS,', 'good1,庚,431302,OTHER,,2019-05-05'),
  rounds: file('code,office_code,term,sequence,name,kind,starts_on,ends_on', 'r2,431302,5,2,第二轮,REGULAR,2020-06-01,2020-05-01', 'r3,431302,5,1,又一轮,REGULAR,2020-06-01,'),
  inspections: file('code,round_code,group_code,organization_code,mode,entered_on,reported_on', 'i3,r1,g1,o1,SPECIAL,2020-03-01,2020-02-20', 'i4,r2,g1,o1,SPECIAL,2020-06-10,'),
  assignments: file('round_code,group_code,person_code,role', 'r1,g1,p2,LEADER', 'r1,g1,p1,LEADER', 'r1,g1,p4,LEADER', 'r1,g2,p3,MEMBER', 'r1,g2,p4,LEADER'),
  findings: file(
    'code,inspection_code,discipline,scope,immediate,found_on,summary',
    'good1,i1,WORK,COMMON,true,2020-02-10,问题', 'f2,i1,FINANCE,COMMON,,2020-02-10,问题', 'f3,i1,WORK,COMMON,1,2020-02-10,问题',
    'good1,i1,LIFE,COMMON,,2020-02-10,又一问题', 'f5,i3,WORK,COMMON,,2020-03-02,问题', 'f6,i9,WORK,COMMON,,2020-02-10,问题',
    'f7,i1,WORK,COMMON,,2020-01-31,问题', 'f 8,i1,WORK,COMMON,,2020-02-10,', 'f9,i1,WORK', 'good2,i1,LIFE,INDIVIDUAL,,2020-02-11,"一\r\n二"',
    'f11,i1,12,COMMON,,20200210,问题',
  ),
  recoveries: file('code,office_code,amount_yuan,recovered_on', 'y1,431302,1e3,2020-05-01', 'y2,431302,-5,2020-05-01', 'y3,431302,0.125,2020-05-01', 'good1,431302,0.12,2020-05-01'),
};

/** What the import of those rows must print, in this order. */
export const badRowsSaid = [
  'divisions.csv:2:level: "TOWN" is not one of PROVINCE, CITY, COUNTY, TOWNSHIP, VILLAGE',
  'divisions.csv:3:parent_code: There is no division with the code 439999.',
  'divisions.csv:4:parent_code: There is no division with the code 431304.',
  'offices.csv:3:established_on: "2020-02-30" is not a day that exists (YYYY-MM-DD)',
  'offices.csv:3:approved_posts: "twelve" is not a whole number from 0 to 1000000',
  'offices.csv:2:code: There is no division with the code 999999.',
  'people.csv:3:pools: "BOSS" is not one of LEADER, TALENT',
  'people.csv:2:employment: Of the 2 approved posts of the office 2 are filled.',
  'rounds.csv:2:ends_on: The order of dates makes no sense: endsOn 2020-05-01 lies before 2020-06-01 (startsOn).',
  'rounds.csv:3:sequence: The round r1 has this number in the term.',
  'inspections.csv:2:reported_on: The order of dates makes no sense: reportedOn 2020-02-20 lies before 2020-03-01 (enteredOn).',
  'inspections.csv:3:round_code: There is no round with the code r2.',
  'assignments.csv:2:person_code: p2 is not in the leader pool.',
  'assignments.csv:4:role: p1 leads the group in this round.',
  'assignments.csv:5:person_code: p3 has a tie to o2, which the group inspects.',
  'findings.csv:3:discipline: "FINANCE" is not one of POLITICAL, ORGANIZATIONAL, INTEGRITY, MASSES, WORK, LIFE',
  'findings.csv:4:immediate: "1" is neither true nor false',
  'findings.csv:5:code: line 2 of the file has the same',
  'findings.csv:9:code: "f 8" is not a code (1 to 64 letters, digits, ".", "_" or "-")',
  'findings.csv:9:summary: must have a value',
  'findings.csv:10: the row has 3 cells, and the header 7',
  'findings.csv:13:discipline: "12" is not one of POLITICAL, ORGANIZATIONAL, INTEGRITY, MASSES, WORK, LIFE',
  'findings.csv:13:found_on: "20200210" is not a day that exists (YYYY-MM-DD)',
  'findings.csv:6:inspection_code: There is no inspection with the code i3.',
  'findings.csv:7:inspection_code: There is no inspection with the code i9.',
  'findings.csv:8:found_on: The order of dates makes no sense: foundOn 2020-01-31 lies before 2020-02-01 (enteredOn).',
  'recoveries.csv:2:amount_yuan: "1e3" is not a number with at most 2 decimals from 0 to 10000000000',
  'recoveries.csv:3:amount_yuan: "-5" is not a number with at most 2 decimals from 0 to 10000000000',
  'recoveries.csv:4:amount_yuan: "0.125" is not a number with at most 2 decimals from 0 to 10000000000',
];

/** On top of the county: a post, a regular inspection and the lead of a group pass on, each taken before it is given up. */
export const handedOn: Files = {
  people: file('code,name,office_code,employment,pools', 'good5,辛,431302,FULL_TIME,LEADER', 'p2,乙,431302,OTHER,TALENT'),
  inspections: file(
    'code,round_code,group_code,organization_code,mode,entered_on,reported_on,fed_back_on',
    'good5,r1,g1,o1,REGULAR,2020-02-01,2020-03-01,2020-04-01', 'i1,r1,g1,o1,SPECIAL,2020-02-01,2020-03-01,2020-04-01',
  ),
  assignments: file('round_code,group_code,person_code,role', 'r1,g1,good5,LEADER', 'r1,g1,p1,MEMBER'),
};

/** Files that are bad each in their own way; what can be read of them is good. */
export const badFiles: Files = {
  campaigns: file('code,office_code,theme,starts_on,colour', 'a1,431302,扶贫,2020-01-01,red'),
  measures: file('code,office_code,kind,adopted_on', 'm1,431302,MEASURE,2020-01-01'),
  petitions: Buffer.concat([Buffer.from('code,inspection_code,channel,received_on\r\ngood2,i1,CALL,2020-02-02\r\n'), Buffer.from([0xd0, 0xc5, 0xb7, 0xc3]), Buffer.from(',i1,CALL,2020-02-02\r\n')]),
  letters: file('code,kind,office_code,sent_on', 'good3,NOTICE,431302,2020-05-01', 't2,"NOTICE,431302,2020-05-01', 't3,NOTICE,431302,2020-05-01'),
  confessions: '',
  checks: file('code,kind,office_code,starts_on,starts_on', 'k1,LOOK_BACK,431302,2020-05-01,2020-05-01'),
  courses: file('code,office_code,name,kind,starts_on', `s1,431302,${'x'.repeat(10_000_000)},COURSE,2020-01-01`, 'good3,431302,培训,COURSE,2020-01-01'),
  budgets: file('code,office_code', 'b1,431302'),
};

/** What the import of those files must print, in this order. */
export const badFilesSaid = [
  'budgets.csv: is not a file of a bundle, and was not imported',
  'courses.csv:2:name: is longer than the 200 characters that are allowed',
  'petitions.csv:3: is not UTF-8 (save the file as "CSV UTF-8")',
  'confessions.csv:1: is empty: there is no header row',
  'measures.csv:1:title: is missing in the header',
  'checks.csv:1:starts_on: stands in the header twice',
  'letters.csv:3: in the record that starts here a quote is never closed, or stands within a cell without being doubled',
  'campaigns.csv:1:colour: is not a column of campaigns.csv',
];
