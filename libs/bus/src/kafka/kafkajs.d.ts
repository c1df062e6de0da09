/** The internal parts of kafkajs that are touched: see client.ts and sockets.ts. */
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

declare module 'kafkajs/src/protocol/requests/joinGroup/index.js' {
  interface Joining {
    readonly groupProtocols: readonly { readonly instance?: string | null }[];
    readonly groupInstanceId?: string | null;
  }
  const joinGroup: { protocol: (version: { readonly version: number }) => (joining: Joining) => object };
  export = joinGroup;
}

declare module 'kafkajs/src/network/socketFactory.js' {
  import type { ISocketFactory } from 'kafkajs';

  const socketFactory: () => ISocketFactory;
  export = socketFactory;
}
