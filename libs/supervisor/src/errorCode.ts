/** The operating system's word for a failure (`ENOENT`, `EACCES` …), else what the failure says of itself. */
export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}
