import type { Fact } from '@xunlian/shared';
import { z } from 'zod';

/** One kind of fact with the fields it publishes; type, validator and JSON Schema come from here. */
export interface EventDeclaration<Shape extends z.ZodRawShape = z.ZodRawShape> {
  readonly type: string;
  /** Refuses fields that are not declared: for who publishes. */
  readonly strict: z.ZodObject<Shape, z.core.$strict>;
  /** Ignores fields that are not declared: for who hears. */
  readonly lenient: z.ZodObject<Shape, z.core.$strip>;
}

/** Published fields of an event declaration. */
export type DataOf<Event extends EventDeclaration> = z.output<Event['strict']>;

/** A topic, named `service.noun.vN`, with every type of event it carries. */
export interface Topic {
  readonly name: string;
  readonly events: Readonly<Record<string, EventDeclaration>>;
}

/** An event as it travels: what happened to which subject, as which version of it. */
export interface Envelope<Data = unknown> {
  readonly topic: string;
  readonly type: string;
  /** Code of the record; the key that keeps its events in order. */
  readonly subject: string;
  /** 1 for the first fact about the subject, then without gap. */
  readonly version: number;
  /** Moment of the command, ISO 8601 in UTC. */
  readonly at: string;
  /** Request that caused it. */
  readonly correlation: string;
  /** Sampled W3C `traceparent` of that request; absent when it is in no trace. */
  readonly trace?: string;
  readonly data: Data;
}

/** Declares a kind of fact. A lineage is among the fields of every one. */
export function event<Shape extends z.ZodRawShape>(type: string, shape: Shape): EventDeclaration<Shape> {
  return { type, strict: z.strictObject(shape), lenient: z.object(shape) };
}

/** Declares a topic; the service that publishes is the first part of its name. */
export function topic(name: string, ...events: readonly EventDeclaration[]): Topic {
  return { name, events: Object.fromEntries(events.map((declared) => [declared.type, declared])) };
}

/** Throws when a fact is not what the topic declares: nothing unparsed is ever committed. The text of no value is repeated. */
export function assertPublishable(topic: Topic, fact: Fact): void {
  const outcome = topic.events[fact.type]?.strict.safeParse(fact.data);
  if (!outcome) throw new Error(`${topic.name} declares no ${fact.type}.`);
  if (!outcome.success) throw new Error(`${fact.type} breaks its contract at ${outcome.error.issues.map((issue) => issue.path.join('.') || issue.code).join(', ')}.`);
}

/** The event with its data as declared, or the reason why it breaks its contract. */
export function parseEvent(topic: Topic, event: Envelope): Envelope<object> | { readonly broken: string } {
  const outcome = topic.events[event.type]?.lenient.safeParse(event.data);
  if (!outcome) return { broken: `${topic.name} declares no ${event.type}` };
  if (!outcome.success) return { broken: outcome.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`).join('; ') };
  return { ...event, data: outcome.data };
}

/** Service that publishes on a topic. */
export function publisherOf({ name }: Pick<Topic, 'name'>): string {
  return name.split('.')[0] ?? name;
}
