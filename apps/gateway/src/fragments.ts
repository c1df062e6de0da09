import type { FragmentDefinitionNode } from 'graphql';

/** How fragments are found and measured. */
export interface Measuring<Measured> {
  readonly find: (name: string) => FragmentDefinitionNode | null | undefined;
  readonly measure: (fragment: FragmentDefinitionNode) => Measured;
  readonly nothing: () => Measured;
}

/** Measures every fragment once, so that a document costs what it is long, whatever it grows to. */
export function oncePerFragment<Measured>({ find, measure, nothing }: Measuring<Measured>): (name: string) => Measured {
  const known = new Map<string, Measured>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    // Stands until it is measured, so that a fragment within itself ends; another rule refuses that one.
    known.set(name, nothing());
    const fragment = find(name);
    const measured = fragment ? measure(fragment) : nothing();
    known.set(name, measured);
    return measured;
  };
}
