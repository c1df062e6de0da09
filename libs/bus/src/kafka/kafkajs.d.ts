/** The internal parts of kafkajs that are touched: see client.ts and sockets.ts. */
declare module 'kafkajs/src/network/connection.js' {
  import type { Socket } from 'node:net';
  import type { ISocketFactory } from 'kafkajs';

  interface Options {
    readonly host: string;
    readonly port: number;
    /** Milliseconds. */
    readonly requestTimeout: number;
    readonly connectionTimeout: number;
    readonly socketFactory: ISocketFactory;
    readonly logger: { readonly namespace: () => Readonly<Record<'debug' | 'error', () => void>> };
  }
  interface Connection {
    readonly socket?: Socket;
    readonly connect: () => Promise<boolean>;
    readonly isConnected: () => boolean;
    send: (this: Connection, asked: object) => Promise<unknown>;
  }
  const constructor: { readonly prototype: Connection; new (options: Options): Connection };
  export = constructor;
}

declare module 'kafkajs/src/protocol/requests/apiVersions/index.js' {
  const apiVersions: { protocol: (version: { readonly version: number }) => () => object };
  export = apiVersions;
}

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
