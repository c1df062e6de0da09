import { signatureCheck, signatureWindow, signerFor } from './signature.ts';

const key = '5a'.repeat(32);
const signed = { viewer: 'dmlld2Vy', request: 'request-0001', after: '', body: '{"query":"{ a }"}' };
const at = (shift: number) => () => Date.now() + shift;

describe('A signature', () => {
  it('holds for the service and the request that it was made for', () => {
    const header = signerFor('rounds', key)(signed);
    expect(signatureCheck('rounds', key)(header, { ...signed, body: Buffer.from(signed.body) })).toBe(true);
    expect(signatureCheck('pools', key)(header, signed)).toBe(false);
    for (const part of ['viewer', 'request', 'after', 'body'] as const)
      expect(signatureCheck('rounds', key)(header, { ...signed, [part]: 'other' })).toBe(false);
  });

  it('holds for a minute of difference between the clocks, either way, and no longer', () => {
    const header = signerFor('rounds', key)(signed);
    for (const shift of [signatureWindow - 1_000, 1_000 - signatureWindow]) expect(signatureCheck('rounds', key, at(shift))(header, signed)).toBe(true);
    for (const shift of [signatureWindow + 1_000, -signatureWindow - 1_000]) expect(signatureCheck('rounds', key, at(shift))(header, signed)).toBe(false);
  });

  it('holds once, for as long as it could be shown again', () => {
    let shift = -signatureWindow + 1_000;
    const check = signatureCheck('rounds', key, () => Date.now() + shift);
    const header = signerFor('rounds', key)(signed);
    expect(check(header, signed)).toBe(true);
    for (shift of [-signatureWindow + 1_000, 0, signatureWindow - 1_000]) expect(check(header, signed)).toBe(false);
  });

  it.each(['', 'x', '1700000000000.nonce-nonce.abc', `${Date.now()}.nonce-nonce.${'é'.repeat(64)}`])('does not hold when it is %j', (header) => {
    expect(signatureCheck('rounds', key)(header, signed)).toBe(false);
  });
});
