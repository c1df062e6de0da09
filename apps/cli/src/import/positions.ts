/** How far the facts of every service written to so far have got. */
export interface Positions {
  /** Keeps the latest position of a service; answers to requests in flight come in any order. */
  readonly reached: (position: string) => void;
  /** All positions but those of one service, as the header that waits for them takes them. */
  readonly others: (service: string | null) => string;
}

/** Starts without any position. */
export function positions(): Positions {
  const latest = new Map<string, string>();
  return {
    reached: (position) => {
      const [service = ''] = position.split('@', 1);
      // Positions of one service have one length and order as text.
      if (position > (latest.get(service) ?? '')) latest.set(service, position);
    },
    others: (service) => [...latest].filter(([name]) => name !== service).map(([, position]) => position).join(','),
  };
}
