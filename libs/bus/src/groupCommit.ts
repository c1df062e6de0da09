/** What waits to be committed: one command about one subject. */
export interface Pending {
  readonly code: string;
  /** How much there is to be written of it; 1 unless given. */
  readonly weight?: number;
}

/** How commands are divided into transactions. */
export interface GroupLimits {
  /** Most subjects of one. */
  readonly subjects: number;
  /** Most that those of one weigh together; what weighs more is alone in one. No limit unless given. */
  readonly weight?: number;
  /** Most that run at once. */
  readonly inFlight: number;
  /** Fewest commands that are worth one beside another. */
  readonly fewest: number;
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
}

/**
 * Commits together what arrives together: a group takes its share of what waits, one command a subject, and a subject is in
 * one group at a time. Beside a group another one begins only when its share is there: few commands wait for nobody, and many
 * gather, so that they cost fewer transactions, of which one is decided while the database is busy with another. `commit`
 * answers in the order of its items; when it fails, all of them fail.
 */
export function groupCommit<Item extends Pending, Outcome>(
  commit: (items: readonly Item[]) => Promise<readonly Outcome[]>,
  limits: GroupLimits,
): (item: Item) => Promise<Outcome> {
  const queue: Queue<Item, Outcome> = { commit, limits, busy: new Set(), waiting: [], inFlight: 0 };
  return (item) =>
    new Promise((resolve, reject) => {
      queue.waiting.push({ item, resolve, reject });
      // When all that has arrived is read, so that it is in one group.
      setImmediate(() => pump(queue));
    });
}

function pump<Item extends Pending, Outcome>(queue: Queue<Item, Outcome>): void {
  while (queue.inFlight < queue.limits.inFlight) {
    const share = shareOf(queue);
    if (queue.waiting.length < (queue.inFlight === 0 ? 1 : share)) return;
    const group = takeGroup(queue, share);
    if (group.length === 0) return;
    queue.inFlight += 1;
    void run(queue, group);
  }
}

/** Commands of a group, when all that are not committed yet are divided among as many groups as may run at once. */
function shareOf<Item extends Pending, Outcome>({ waiting, busy, limits }: Queue<Item, Outcome>): number {
  const even = Math.ceil((waiting.length + busy.size) / limits.inFlight);
  return Math.min(limits.subjects, Math.max(limits.fewest, even));
}

function takeGroup<Item extends Pending, Outcome>(queue: Queue<Item, Outcome>, most: number): Waiting<Item, Outcome>[] {
  const group: Waiting<Item, Outcome>[] = [];
  const later: Waiting<Item, Outcome>[] = [];
  let [left, isFull] = [queue.limits.weight ?? Infinity, false];
  for (const entry of queue.waiting) {
    const { code, weight = 1 } = entry.item;
    // Nothing behind what does not fit is taken: the commands about one subject keep their order.
    isFull ||= group.length === most || (group.length > 0 && weight > left);
    const fits = !isFull && !queue.busy.has(code);
    if (fits) {
      queue.busy.add(code);
      left -= weight;
    }
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
