/** A calendar day as `YYYY-MM-DD`, without time zone; days compare as strings. */
export type Day = string;

const shape = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether the text is a day that exists: 2021-02-29 is not one. */
export function isDay(text: string): boolean {
  const parts = shape.exec(text);
  if (!parts) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (year < 1900 || month < 1 || month > 12 || day < 1) return false;
  return day <= daysIn(year, month);
}

/** The last day there is: days compare as texts, and a year of five digits would come before all others. */
const lastDay: Day = '9999-12-31';

/** The same day of the month so many years later, or the last day there is; 29 February becomes the 28th where there is none. */
export function yearsAfter(day: Day, years: number): Day {
  const year = Number(day.slice(0, 4)) + years;
  if (year > Number(lastDay.slice(0, 4))) return lastDay;
  const month = Number(day.slice(5, 7));
  const dayOfMonth = Math.min(Number(day.slice(8, 10)), daysIn(year, month));
  return `${String(year).padStart(4, '0')}-${day.slice(5, 7)}-${String(dayOfMonth).padStart(2, '0')}`;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
