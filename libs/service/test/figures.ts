import { request } from 'undici';

/** The figures at /metrics by name and labels, without the service's name: `xunlian_errors_total{code="INVALID"}`. */
export async function figuresAt(url: string): Promise<ReadonlyMap<string, number>> {
  const { body } = await request(`${url}/metrics`);
  const lines = (await body.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => {
    const place = line.lastIndexOf(' ');
    return [line.slice(0, place).replace(/,?service="[^"]*",?/, ''), Number(line.slice(place + 1))];
  }));
}
