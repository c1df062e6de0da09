const names: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Whether an address to listen at is reached from this machine alone. */
export function isMachineItself(host: string): boolean {
  return names.has(host === '::1' ? '[::1]' : host);
}

/**
 * Whether a request that reached the machine itself was meant for it, by its `Host`. A page from elsewhere can let its own name
 * lead to 127.0.0.1, and would then be a page of ours to the browser (DNS rebinding); the name it asks for gives it away.
 */
export function meansMachineItself(host: string | undefined): boolean {
  return host === undefined || names.has(URL.parse(`http://${host}`)?.hostname ?? '');
}
