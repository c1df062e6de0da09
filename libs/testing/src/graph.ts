/** What the gateway answered. */
export interface Answer<Data> {
  readonly status: number;
  readonly data: Data;
  readonly errors?: readonly { readonly message: string; readonly path?: readonly unknown[]; readonly extensions: Readonly<Record<string, unknown>> }[];
}

/** Asks the gateway at an address. `Data` is what the spec that wrote the question knows of its answer. */
export async function ask<Data>(url: string, query: string, variables: object = {}): Promise<Answer<Data>> {
  return post<Data>(url, JSON.stringify({ query, variables }));
}

/** Sends a body to the gateway as it is. */
export async function post<Data>(url: string, body: string): Promise<Answer<Data>> {
  const response = await fetch(`${url}/graphql`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  return { status: response.status, ...(await response.json()) as Omit<Answer<Data>, 'status'> };
}

/** Asks, and throws what is wrong with the answer. */
export async function askWhole<Data>(url: string, query: string, variables: object = {}): Promise<Data> {
  const { data, errors } = await ask<Data>(url, query, variables);
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
  return data;
}
