/**
 * Works on items with at most `limit` under way and yields the results in the order of the items. The first failure ends it, as
 * does leaving the loop; either way it waits for what is under way.
 */
export async function* mapInOrder<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  limit: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      const next = work(item);
      // A failure is met when its turn comes; until then it must not count as unhandled.
      next.catch(() => undefined);
      running.push(next);
      const first = running.length >= limit ? running.shift() : undefined;
      if (first) yield await first;
    }
    for (let first = running.shift(); first; first = running.shift()) yield await first;
  } finally {
    await Promise.allSettled(running);
  }
}
