import { describe, expect, it } from '@jest/globals';
import { explain } from './explain.ts';

const failed = (syscall: string, code: string) => Object.assign(new Error(`${syscall} ${code} _mongodb._tcp.db.example`), { syscall, code });

describe('a failure in one line', () => {
  it.each([['querySrv', 'ENOTFOUND'], ['queryTxt', 'ESERVFAIL'], ['getaddrinfo', 'EAI_AGAIN']])('says that no host of that name is found (%s)', (syscall, code) => {
    expect(explain(failed(syscall, code))).toBe(`No host of the name in MONGODB_URI is found (${code}).`);
  });
  it('says that a file is to blame', () => {
    expect(explain(failed('open', 'EACCES'))).toBe('A file could not be read or written (EACCES).');
  });
});
