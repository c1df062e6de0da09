/** A program as compose or Kubernetes run it. */
export interface Deployed {
  /** Where it stands, for a complaint. */
  place: string;
  /** Folder below apps/. */
  program: string;
  instances: number;
  /** What a job is told to do: the first word of its command. */
  work?: string | undefined;
  /** What is set beyond the image's own variables; secrets with values like those that an installation gets. */
  environment: Readonly<Record<string, string>>;
  /** Paths that are asked for health. */
  probes: readonly string[];
}

/** What a check found: what is wrong, a sentence each, and what runs. */
export interface Findings {
  complaints: string[];
  deployed: Deployed[];
}

const ownImage = /^xunlian\/([a-z-]+)(?::|$)/;

/** The program that an image of this project runs; null for everybody else's images. */
export const programOf = (image: string): string | null => ownImage.exec(image)?.[1] ?? null;

/** Programs that do their work once and end. */
export const jobs: ReadonlySet<string> = new Set(['cli']);

/** The sentence, if it is not so. */
export const unless = (holds: boolean, sentence: string): string[] => (holds ? [] : [sentence]);

/** Hosts in the addresses of services that nobody has. */
export function strangers(environment: Readonly<Record<string, string>>, isThere: (host: string) => boolean): string[] {
  const hosts = [...(environment['SERVICE_URLS'] ?? '').matchAll(/https?:\/\/([^:|,\s]+)/g)].map(([, host]) => host ?? '');
  return [...new Set(hosts.filter((host) => !isThere(host)))];
}
