import { nextTick } from 'node:process';

interface Waiting<Reply> {
  readonly body: string;
  readonly resolve: (reply: Reply) => void;
}

/** Of one request: no more questions than can be shared fairly among the processes of a service, and no more text than it takes. */
const most = { questions: 16, length: 1_000_000 } as const;

/**
 * Asks together what is asked at the same moment on behalf of the same client's request. `ask` answers in the order of the bodies
 * and never rejects.
 */
export function gathering<Owner extends object, Reply>(
  ask: (owner: Owner, bodies: readonly string[]) => Promise<readonly Reply[]>,
): (owner: Owner, body: string) => Promise<Reply> {
  const waiting = new Map<Owner, Waiting<Reply>[]>();
  const send = async (owner: Owner, group: readonly Waiting<Reply>[]) => {
    const replies = await ask(owner, group.map(({ body }) => body));
    // Each has its reply: they come in the order of the bodies.
    group.forEach(({ resolve }, place) => { resolve(replies[place] as Reply); });
  };
  const sendAll = (owner: Owner) => {
    const those = waiting.get(owner) ?? [];
    waiting.delete(owner);
    for (const group of grouped(those)) void send(owner, group);
  };
  return (owner, body) =>
    new Promise((resolve) => {
      const those = waiting.get(owner);
      if (those) return void those.push({ body, resolve });
      waiting.set(owner, [{ body, resolve }]);
      // When all that follows from the last answer has been asked for.
      nextTick(sendAll, owner);
    });
}

function grouped<Reply>(waiting: readonly Waiting<Reply>[]): Waiting<Reply>[][] {
  const groups: Waiting<Reply>[][] = [];
  let [group, length]: [Waiting<Reply>[], number] = [[], Infinity];
  for (const one of waiting) {
    if (group.length === most.questions || length + one.body.length > most.length) {
      [group, length] = [[], 0];
      groups.push(group);
    }
    group.push(one);
    length += one.body.length;
  }
  return groups;
}
