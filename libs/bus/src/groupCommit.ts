/** What waits to be committed: one command about one subject. */
export interface Pending {
  readonly code: string;
}

/** How many subjects share a transaction and how many transactions run at once. */
export interface GroupLimits {
  readonly subjects: number;
  readonly inFlight: number;
}

interface Waiting<Item, Outcome> {
  readonly item: Item;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

interface Queue<Item, Outcome> {
  readonly commit: (items: readonly Item[]) => Promise<readonly Outcome[]>;
  readonly limits: GroupLimits;
  readonly busy: Set<string>;
  waiting: Waiting<Item, Outcome>[];
  inFlight: number;
  /** Commands of the group that began last. */
  latest: number;
}

/**
 * Commits together what arrives together: a group takes what waits, one command a subject, and a subject is in one group
 * at a time. Beside a group another one begins only when it is as large: few commands wait for nobody, and many gather, so
 * that they cost fewer transactions. `commit` answers in the order of its items; when it fails, all of them fail.
 */
export function groupCommit<Item extends Pending, Outcome>(
  commit: (items: readonly Item[]) => Promise<readonly Outcome[]>,
  limits: GroupLimits,
): (item: Item) => Promise<Outcome> {
  const queue: Queue<Item, Outcome> = { commit, limits, busy: new Set(), waiting: [], inFlight: 0, latest: 0 };
  return (item) =>
    new Promise((resolve, reject) => {
      queue.waiting.push({ item, resolve, reject });
      // When all that has arrived is read, so that it is in one group.
      setImmediate(() => pump(queue));
    });
}

function pump<Item extends Pending, Outcome>(queue: Queue<Item, Outcome>): void {
  while (queue.inFlight < queue.limits.inFlight && queue.waiting.length >= (queue.inFlight === 0 ? 1 : queue.latest)) {
    const group = takeGroup(queue);
    if (group.length === 0) return;
    queue.latest = group.length;
    queue.inFlight += 1;
    void run(queue, group);
  }
}

function takeGroup<Item extends Pending, Outcome>(queue: Queue<Item, Outcome>): Waiting<Item, Outcome>[] {
  const group: Waiting<Item, Outcome>[] = [];
  const later: Waiting<Item, Outcome>[] = [];
  for (const entry of queue.waiting) {
    const fits = group.length < queue.limits.subjects && !queue.busy.has(entry.item.code);
    if (fits) queue.busy.add(entry.item.code);
    (fits ? group : later).push(entry);
  }
  queue.waiting = later;
  return group;
}

async function run<Item extends Pending, Outcome>(queue: Queue<Item, Outcome>, group: readonly Waiting<Item, Outcome>[]): Promise<void> {
  try {
    const outcomes = await queue.commit(group.map(({ item }) => item));
    // Each item has an outcome: commit answers in the order of its items.
    group.forEach(({ resolve }, position) => resolve(outcomes[position] as Outcome));
  } catch (error) {
    for (const { reject } of group) reject(error);
  } finally {
    for (const { item } of group) queue.busy.delete(item.code);
    queue.inFlight -= 1;
    pump(queue);
  }
}
