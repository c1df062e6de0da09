/** Seconds since a moment of MongoDB (16 hex digits, seconds first); null for the beginning of time, which is no moment. */
export function ageOf(moment: string): number | null {
  const seconds = Number.parseInt(moment.slice(0, 8), 16);
  return seconds > 0 ? Math.max(0, Date.now() / 1_000 - seconds) : null;
}

