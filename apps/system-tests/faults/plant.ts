// Loaded into a process before its own code: plants the bug that PLANTED_BUG names.
import { registerHooks } from 'node:module';
import { plantedBug } from './config.ts';
import { planted, plants } from './plants.ts';

const plant = plants.find(({ name }) => name === plantedBug);
if (plant) {
  registerHooks({
    load: (url, context, next) => (url.endsWith(plant.file) ? { format: 'module-typescript', source: planted(plant, url), shortCircuit: true } : next(url, context)),
  });
}
