/** The one internal part of kafkajs that is touched: see client.ts. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  interface RequestQueue {
    readonly pending: readonly object[];
    /** Milliseconds since 1970. */
    readonly throttledUntil: number;
    scheduleCheckPendingRequests(this: RequestQueue): void;
  }
  const constructor: { readonly prototype: RequestQueue };
  export = constructor;
}
