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

/** What a reader of the old contract could not read any more: only optional fields may be added to a version of a topic. */
export function breaks(old: TopicSchema, next: TopicSchema): string[] {
  return Object.entries(old.$defs).flatMap(([type, before]) => {
    const after = next.$defs[type];
    if (!after) return [`${old.$id}: ${type} is gone`];
    const changed = Object.keys(before.properties).filter((field) => meaning(before.properties[field]) !== meaning(after.properties[field]));
    const demanded = after.required.filter((field) => !before.required.includes(field));
    return [...changed.map((field) => `${old.$id}: ${type}.${field} is not what it was`), ...demanded.map((field) => `${old.$id}: ${type}.${field} is newly required`)];
  });
}

/** A field's schema without its words, which may always be improved. */
function meaning(schema: object | undefined): string {
  return JSON.stringify(schema, (name, value: unknown) => (name === 'description' ? undefined : value)) ?? '';
}
