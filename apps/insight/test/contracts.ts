import { readFileSync } from 'node:fs';
import type { Topic } from '@xunlian/events';
import fc from 'fast-check';

/** What of a contract's JSON Schema decides which values it allows. */
interface Allowed {
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly Allowed[];
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly items?: Allowed;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

interface Contract {
  readonly $defs: Readonly<Record<string, { readonly properties: Readonly<Record<string, Allowed>>; readonly required: readonly string[] }>>;
}

/** Any data that the committed contract of a topic allows for a type of event, the far ends of what it allows before all. */
export function dataAllowed(topic: Topic, type: string): fc.Arbitrary<Record<string, unknown>> {
  const file = new URL(`../../../libs/events/schemas/${topic.name}.json`, import.meta.url);
  const { properties = {}, required = [] } = (JSON.parse(readFileSync(file, 'utf8')) as Contract).$defs[type] ?? {};
  const values = Object.entries(properties).map(([name, allowed]) => [name, valueAllowed(allowed)] as const);
  return fc.record(Object.fromEntries(values), { requiredKeys: [...required] });
}

function valueAllowed(allowed: Allowed): fc.Arbitrary<unknown> {
  if (allowed.anyOf) return fc.oneof(...allowed.anyOf.map(valueAllowed));
  if (Array.isArray(allowed.type)) return fc.oneof(...allowed.type.map((type: string) => valueAllowed({ ...allowed, type })));
  const { minimum = 0, maximum = Number.MAX_VALUE } = allowed;
  switch (allowed.type) {
    case 'string': return textAllowed(allowed);
    case 'integer': return fc.oneof(fc.constantFrom(minimum, maximum, 2 ** 31), fc.integer({ min: minimum, max: maximum }));
    case 'number': return fc.oneof(fc.constantFrom(minimum, maximum), fc.double({ min: minimum, max: maximum, noNaN: true }));
    case 'array': return fc.array(valueAllowed(allowed.items ?? {}), { minLength: allowed.minItems ?? 0, maxLength: 4 });
    case 'boolean': return fc.boolean();
    case 'null': return fc.constant(null);
    default: throw new Error(`Nobody has said what a contract allows with ${JSON.stringify(allowed)}: say it here.`);
  }
}

function textAllowed({ enum: choices, format, pattern, minLength = 0, maxLength = 20 }: Allowed): fc.Arbitrary<unknown> {
  if (choices) return fc.constantFrom(...choices);
  if (pattern) return fc.stringMatching(new RegExp(pattern));
  if (format === 'date') {
    const [min, max] = [new Date('1900-01-01'), new Date('9999-12-31')];
    return fc.oneof(fc.constantFrom(min, max), fc.date({ min, max, noInvalidDate: true })).map((at) => at.toISOString().slice(0, 10));
  }
  // Half a character is a text of JavaScript too.
  return fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength, maxLength }).map((units) => String.fromCharCode(...units));
}
