import { county } from '@xunlian/testing/given';
import type { HeardInspection } from '../src/heard.ts';

/** An inspection of the county, as `rounds` told of it. */
export const inspection: HeardInspection = {
  code: 'i1', lineage: county, organizationCode: 'o1', roundCode: 'r1', preparedOn: '2020-02-20', enteredOn: '2020-03-01', fedBackOn: '2020-06-01',
};
