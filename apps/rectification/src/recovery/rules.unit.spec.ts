import { county, givenOf } from '@xunlian/testing/given';
import { decide, evolve, type RecoveryRefs, type StatedRecovery } from './rules.ts';

const finding = { code: 'f1', lineage: county, inspectionCode: 'i1', immediate: null, foundOn: '2020-03-20' };
const row: StatedRecovery = { code: 'y1', officeCode: '431302', findingCode: 'f1', amountYuan: 6392500.05, recoveredOn: '2020-03-20' };
const refs = { officeCode: { code: '431302', lineage: county }, findingCode: finding };
const given = givenOf<ReturnType<typeof evolve>, StatedRecovery, RecoveryRefs>({ decide, evolve }, refs);

describe('A recovery', () => {
  it('is an amount with fen, recovered when the finding was found or later', () => given().when(row).records({ amountYuan: 6392500.05 }));
  it('may be nothing', () => given().when({ ...row, amountYuan: 0 }).records({ amountYuan: 0 }));
  it('is not a negative amount', () => given().when({ ...row, amountYuan: -0.01 }).refuses('INVALID', 'amountYuan'));
  it('is at most ten billion yuan', () => {
    given().when({ ...row, amountYuan: 10_000_000_000 }).records({ amountYuan: 10_000_000_000 });
    given().when({ ...row, amountYuan: 10_000_000_000.01 }).refuses('INVALID', 'amountYuan');
    given().when({ ...row, amountYuan: 1e17 }).refuses('INVALID', 'amountYuan');
  });
  it('has no part of a fen', () => given().when({ ...row, amountYuan: 1.005 }).refuses('INVALID', 'amountYuan'));
  it('does not come before its finding', () => given().when({ ...row, recoveredOn: '2020-03-19' }).refuses('INVALID', 'recoveredOn'));
});
