import type { IncomingHttpHeaders } from 'node:http';

/** The headers of our own that a request carries between client, gateway and service. */
export const headerNames = {
  /** Who asks: base64url of the viewer as JSON. Gateway to service only. */
  viewer: 'x-xunlian-viewer',
  /** Id of the client's request, the same in every service's log. */
  request: 'x-xunlian-request',
  /** Positions that the answer must include, joined by commas. */
  after: 'x-xunlian-after',
  /** `time.nonce.hmac` over the request for one service. Gateway to service only. */
  signed: 'x-xunlian-signed',
  /** W3C trace context. It is not signed: whoever alters it alters what is traced, and nothing else. */
  trace: 'traceparent',
} as const;

/** One header's text; empty when it is absent. */
export function headerText(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

/** Whether a text may serve as the id of a request: short, and safe in a header, a log and a signature. */
export function isRequestId(text: string): boolean {
  return /^[\w-]{8,64}$/.test(text);
}
