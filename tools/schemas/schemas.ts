import type { EventDeclaration, Topic } from '@xunlian/events';
import { z } from 'zod';

/** JSON Schema of one type of event's data. */
export interface EventSchema {
  readonly properties: Readonly<Record<string, object>>;
  readonly required: readonly string[];
}

/** Contract of a topic as it is committed: a JSON Schema for the data of each type of event. */
export interface TopicSchema {
  readonly $schema: string;
  readonly $id: string;
  readonly $defs: Readonly<Record<string, EventSchema>>;
}

/** The contract of a topic, written from its declaration. */
export function schemaOf(topic: Topic): TopicSchema {
  const types = Object.entries(topic.events).map(([type, event]) => [type, dataSchema(event)] as const);
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', $id: topic.name, $defs: Object.fromEntries(types) };
}

function dataSchema(event: EventDeclaration): EventSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(event.lenient, { io: 'input' });
  // Zod writes an object's schema with its properties and what is required.
  return schema as EventSchema;
}

/**
 * What a reader of the one contract could not read of the other: only optional fields may be added to a version of a topic. Both ways,
 * because while a system is updated those who know the old contract hear those who know the new one.
 */
export function breaks(old: TopicSchema, next: TopicSchema): string[] {
  const further = Object.keys(next.$defs).filter((type) => !(type in old.$defs));
  return [...Object.entries(old.$defs).flatMap(([type, before]) => {
    const after = next.$defs[type];
    return (after ? changesOf(before, after) : [' is gone']).map((what) => `${old.$id}: ${type}${what}`);
  }), ...further.map((type) => `${old.$id}: ${type} is new`)];
}

function changesOf(before: EventSchema, after: EventSchema): string[] {
  const changed = Object.keys(before.properties).filter((field) => meaning(before.properties[field]) !== meaning(after.properties[field]));
  const demanded = after.required.filter((field) => !before.required.includes(field));
  const dropped = before.required.filter((field) => !after.required.includes(field) && !changed.includes(field));
  return [
    ...changed.map((field) => `.${field} is not what it was`),
    ...demanded.map((field) => `.${field} is newly required`),
    ...dropped.map((field) => `.${field} is no longer required`),
  ];
}

/** A field's schema without its words, which may always be improved. */
function meaning(schema: object | undefined): string {
  return JSON.stringify(schema, (name, value: unknown) => (name === 'description' ? undefined : value)) ?? '';
}
