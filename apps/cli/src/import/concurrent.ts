/**
 * Runs a task for each item as it comes, at most so many at once: no further item is taken until one of them is done.
 * Throws what the first failing task threw, once none is running any more.
 */
export async function forEachAtOnce<Item>(items: AsyncIterable<Item>, most: number, task: (item: Item) => Promise<void>): Promise<void> {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  for await (const item of items) {
    const run: Promise<void> = task(item)
      .catch((error: unknown) => { failures.push(error); })
      .finally(() => { running.delete(run); });
    running.add(run);
    if (running.size >= most) await Promise.race(running);
    if (failures.length > 0) break;
  }
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
}
