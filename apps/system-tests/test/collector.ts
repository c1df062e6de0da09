import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

/** A span as a collector receives it. */
export interface Received {
  readonly service: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface Sent {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly (Omit<Received, 'attributes' | 'service'> & { readonly attributes: readonly Attribute[] })[] }[];
  }[];
}

const valuesOf = (attributes: readonly Attribute[]) => Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

/** Receives traces as OTLP over HTTP with JSON. */
export async function startCollector() {
  const spans: Received[] = [];
  const server = createServer((request, response) => void json(request).then((body) => {
    for (const { resource, scopeSpans } of (body as Sent).resourceSpans)
      for (const span of scopeSpans.flatMap((scope) => scope.spans)) spans.push({ ...span, service: String(valuesOf(resource.attributes)['service.name']), attributes: valuesOf(span.attributes) });
    response.end('{}');
  }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    spans,
    /** The spans of one trace, once there is one of each of these, by service and name: `gateway request`. */
    async trace(id: string, awaited: readonly string[]): Promise<Received[]> {
      for (let waited = 0; waited < 10_000; waited += 50) {
        const found = spans.filter(({ traceId }) => traceId === id);
        if (awaited.every((one) => found.some(({ service, name }) => one === `${service} ${name}`))) return found;
        await pause(50);
      }
      throw new Error(`Of trace ${id} came only ${JSON.stringify(spans.filter(({ traceId }) => traceId === id))}.`);
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
