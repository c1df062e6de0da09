/** One office of the bundle and where it stands. */
export interface Office {
  /** Its division's code. */
  readonly code: string;
  readonly level: 'PROVINCE' | 'CITY' | 'COUNTY';
  readonly name: string;
  /** The office directly above; null for the province. */
  readonly above: Office | null;
}

/** So many offices of one province, upper ones first: cities about as many as a city has counties. */
export function officesOf(province: string, count: number): Office[] {
  const top: Office = { code: province, level: 'PROVINCE', name: '某省', above: null };
  const offices: Office[] = [top];
  const countiesPerCity = Math.max(2, Math.min(98, Math.round(Math.sqrt(count - 1))));
  for (let city = 1; offices.length < count && city < 100; city++) {
    const above: Office = { code: `${province.slice(0, 2)}${two(city)}00`, level: 'CITY', name: `第${city}市`, above: top };
    offices.push(above);
    for (let county = 1; county <= countiesPerCity && (offices.length < count || county <= 2); county++) {
      offices.push({ code: `${above.code.slice(0, 4)}${two(county)}`, level: 'COUNTY', name: `第${city}市第${county}县`, above });
    }
  }
  return offices;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
