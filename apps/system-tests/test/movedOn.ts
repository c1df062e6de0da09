import { file, type Files } from './badBundle.ts';

/** A county whose records obey every rule on the day they are stated. */
export const settled: Files = {
  divisions: file('code,name,level,parent_code', '460000,海南省,PROVINCE,', '460100,海口市,CITY,460000', '460102,某区,COUNTY,460100'),
  offices: file('code,name,approved_posts', '460000,省委巡视办,', '460100,市委巡察办,', '460102,区委巡察办,2'),
  groups: file('code,office_code,name', 'h-g1,460102,第一巡察组', 'h-g2,460102,第二巡察组'),
  organizations: file('code,name,kind,division_code,office_code', ...['h-o1', 'h-o2', 'h-o3'].map((code) => `${code},某局,DEPARTMENT,460102,460102`)),
  people: file(
    'code,name,office_code,employment,pools', 'h-p1,甲,460102,FULL_TIME,LEADER', 'h-p2,乙,460102,SECONDED,LEADER',
    'h-p3,丙,460102,SECONDED,TALENT', 'h-p4,丁,460102,FULL_TIME,',
  ),
  rounds: file('code,office_code,term,sequence,name,kind,starts_on', 'h-r1,460102,5,1,第一轮,REGULAR,2020-01-01'),
  inspections: file(
    'code,round_code,group_code,organization_code,mode,prepared_on,entered_on,reported_on,fed_back_on',
    'h-i1,h-r1,h-g1,h-o1,REGULAR,2020-01-10,2020-02-01,2020-03-01,2020-04-01',
    'h-i2,h-r1,h-g2,h-o2,REGULAR,,2020-02-05,,', 'h-i3,h-r1,h-g2,h-o3,REGULAR,,2020-02-06,,',
  ),
  assignments: file('round_code,group_code,person_code,role', 'h-r1,h-g1,h-p1,LEADER', 'h-r1,h-g2,h-p2,LEADER', 'h-r1,h-g2,h-p3,MEMBER'),
  petitions: file('code,inspection_code,channel,received_on', 'h-e1,h-i1,CALL,2020-01-15'),
  findings: file(
    'code,inspection_code,discipline,scope,found_on,summary',
    'h-f1,h-i1,WORK,COMMON,2020-02-10,问题', 'h-f2,h-i1,LIFE,COMMON,2020-02-25,问题', 'h-f3,h-i2,WORK,INDIVIDUAL,2020-02-10,问题',
  ),
  clues: file('code,inspection_code,found_on,about', 'h-c1,h-i1,2020-02-11,某人'),
  rectifications: file('finding_code,organization_code,due_on,completed_on,verified_on', 'h-f2,h-o1,2020-06-01,2020-05-01,2020-05-10'),
  measures: file('code,office_code,finding_code,kind,adopted_on,title', 'h-m1,460102,h-f3,MEASURE,2020-03-01,措施'),
  recoveries: file('code,office_code,finding_code,amount_yuan,recovered_on', 'h-y1,460102,h-f3,100.5,2020-03-02'),
  checks: file('code,kind,office_code,starts_on,ends_on', 'h-k1,LOOK_BACK,460102,2020-02-20,2020-03-03'),
  check_problems: file('code,check_code,finding_code', 'h-q1,h-k1,h-f3'),
  letters: file('code,kind,office_code,finding_codes,sent_on', 'h-t1,NOTICE,460102,h-f3,2020-03-04'),
};

/** What became of it since: every service changes records of its own, in ways that those who hear of them cannot refuse. */
export const since: Files = {
  offices: file('code,name,approved_posts', '460102,区委巡察办,1'),
  organizations: file('code,name,kind,division_code,office_code', 'h-o3,某局,DEPARTMENT,460102,460100'),
  people: file('code,name,office_code,employment,pools', 'h-p1,甲,460102,FULL_TIME,TALENT'),
  ties: file('person_code,organization_code,kind,until_on', 'h-p3,h-o2,NATIVE_PLACE,'),
  inspections: file(
    'code,round_code,group_code,organization_code,mode,prepared_on,entered_on,reported_on,fed_back_on',
    'h-i1,h-r1,h-g1,h-o1,REGULAR,2020-01-20,2020-02-20,2020-03-01,2020-05-20',
  ),
  findings: file('code,inspection_code,discipline,scope,found_on,summary', 'h-f3,h-i2,WORK,INDIVIDUAL,2020-06-01,问题'),
};

/** What is said of its rows where an office states them as they stand in the end. */
export const movedOnSaid = [
  'people.csv:5:employment: Of the 1 approved posts of the office 1 are filled.',
  'inspections.csv:3:organization_code: The organisation is the responsibility of 460100, not of 460102.',
  'assignments.csv:2:person_code: h-p1 is not in the leader pool.',
  'assignments.csv:4:person_code: h-p3 has a tie to h-o2, which the group inspects.',
  'petitions.csv:2:received_on: The order of dates makes no sense: receivedOn 2020-01-15 lies before 2020-01-20 (preparedOn).',
  'findings.csv:4:found_on: The order of dates makes no sense: foundOn 2020-02-10 lies before 2020-02-20 (enteredOn).',
  'clues.csv:2:found_on: The order of dates makes no sense: foundOn 2020-02-11 lies before 2020-02-20 (enteredOn).',
  'rectifications.csv:2:completed_on: The order of dates makes no sense: completedOn 2020-05-01 lies before 2020-05-20 (fedBackOn).',
  'measures.csv:2:adopted_on: The order of dates makes no sense: adoptedOn 2020-03-01 lies before 2020-06-01 (foundOn).',
  'recoveries.csv:2:recovered_on: The order of dates makes no sense: recoveredOn 2020-03-02 lies before 2020-06-01 (foundOn).',
  "check_problems.csv:2:finding_code: The finding was found after the check's end on 2020-03-03.",
  'letters.csv:2:sent_on: The letter was sent on 2020-03-04, before the finding h-f3 was found.',
];
