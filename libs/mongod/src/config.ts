/** The machine's search path. */
export const searchPath = (): string => process.env['PATH'] ?? '';

/** Whether this machine reaches the internet through a proxy only. */
export const behindProxy = (): boolean => Boolean(process.env['HTTPS_PROXY'] ?? process.env['https_proxy']);
