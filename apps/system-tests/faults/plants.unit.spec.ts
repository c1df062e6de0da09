import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '@xunlian/supervisor';
import { planted, plants, type Plant } from './plants.ts';
import { faults } from './shoot.ts';

const module = ({ file }: Plant): string => pathToFileURL(join(projectRoot, file)).href;

describe.each(plants.map((plant) => [plant.name, plant] as const))('the bug "%s"', (_, plant) => {
  it('has its place in the product, once', () => {
    for (const [, by] of plant.pieces) expect(planted(plant, module(plant))).toContain(by);
  });

  it('is to be found under a fault that there is', () => {
    expect(faults.filter(({ name }) => name.includes(plant.under))).toHaveLength(1);
  });
});

it('a bug whose place is gone, or is there more than once, is no bug that could be found', () => {
  const [plant] = plants;
  if (!plant) throw new Error('There are plants.');
  expect(() => planted({ ...plant, pieces: [['this stands nowhere', '']] }, module(plant))).toThrow('has 0 places for the bug');
  expect(() => planted({ ...plant, pieces: [['import ', '']] }, module(plant))).toThrow(/has \d+ places for the bug/);
});
