// Reads cases from its standard input and says of each, as JSON, which variables the program's config reads and what it complains of.
import { text } from 'node:stream/consumers';
import { z } from 'zod';

const Cases = z.array(z.object({ config: z.string(), environment: z.record(z.string(), z.string()) }));

const reader = z.function({ input: [], output: z.unknown() }).optional();
const Config = z.looseObject({ readConfig: reader, readSettings: reader });

class Exit extends Error {}

/** Imports a config as a process of its own would that is started with these variables alone. */
async function probe({ config, environment }: z.infer<typeof Cases>[number]): Promise<{ read: string[]; complaint: string }> {
  const read = new Set<string>();
  let complaint = '';
  process.env = new Proxy({ ...environment }, {
    get: (given, name) => {
      read.add(String(name));
      return given[String(name)];
    },
  });
  process.exit = () => { throw new Exit(); };
  process.stderr.write = (said) => { complaint += String(said); return true; };
  try {
    // Most are read by being imported; those that are not give a function.
    const { readConfig, readSettings } = Config.parse(await import(config));
    readConfig?.();
    readSettings?.();
  } catch (error) {
    if (!(error instanceof Exit)) complaint += String(error);
  }
  return { read: [...read], complaint };
}

const answers: Awaited<ReturnType<typeof probe>>[] = [];
for (const one of Cases.parse(JSON.parse(await text(process.stdin)))) answers.push(await probe(one));
process.stdout.write(JSON.stringify(answers));
