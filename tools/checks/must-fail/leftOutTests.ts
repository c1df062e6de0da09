// as: apps/findings/test/clue.service.spec.ts
describe.only('a clue', () => { // refused: no-restricted-syntax
  it.skip('is transferred once', () => { expect(1).toBe(1); }); // refused: no-restricted-syntax
  xit('is found', () => { expect(1).toBe(1); }); // refused: no-restricted-syntax
});
