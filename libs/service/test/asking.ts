import { request } from 'undici';
import { encodeViewer, headerNames, signerFor } from '../src/index.ts';
import { serviceKey } from './notes.ts';

/** The registrar of one county, as the gateway would send it. */
export const viewer = encodeViewer({ name: 'registrar', role: 'REGISTRAR', lineage: ['430000', '431300'] });

/** Headers of a request that the gateway has signed for a service. */
export function signedHeaders(body: string, after = '', service = 'notes'): Record<string, string> {
  const request = 'request-0001';
  const headers = { 'content-type': 'application/json', [headerNames.viewer]: viewer, [headerNames.request]: request };
  const signed = { [headerNames.signed]: signerFor(service, serviceKey)({ viewer, request, after, body }) };
  return { ...headers, ...(after && { [headerNames.after]: after }), ...signed };
}

/** What came back: the HTTP status and the parsed body. */
export interface Reply {
  status: number;
  body: { data?: Record<string, unknown> | null; errors?: { message: string; path?: unknown; extensions: Record<string, unknown> }[] };
}

/** Posts a body as it is. */
export async function post(url: string, body: string, headers: Record<string, string>): Promise<Reply> {
  const { statusCode, body: answer } = await request(`${url}/graphql`, { method: 'POST', body, headers });
  return { status: statusCode, body: (await answer.json()) as Reply['body'] };
}

/** Asks a service as the gateway would. */
export function ask(url: string, question: { query: string; variables?: object; after?: string }, service = 'notes'): Promise<Reply> {
  const { after, ...operation } = question;
  const body = JSON.stringify(operation);
  return post(url, body, signedHeaders(body, after, service));
}
