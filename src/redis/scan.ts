import type { ScanPage, ScanSource } from './connect/connection';

/** So many pages of a keyspace are read ahead of the caller. */
const PAGES_AHEAD = 8;

/** The keys of one keyspace, page by page, read ahead while the caller works. */
export async function* prefetchPages(
  source: ScanSource,
  pattern: string,
  until?: AbortSignal,
): AsyncGenerator<readonly string[]> {
  const after = async (page: Promise<ScanPage | null>): Promise<ScanPage | null> => {
    const [cursor] = (await page) ?? ['0'];
    return cursor === '0' || until?.aborted ? null : source(cursor, pattern);
  };
  let newest: Promise<ScanPage | null> = source('0', pattern);
  const pages = [newest];
  const prefetchNext = (): void => {
    newest = after(newest);
    // A caller that has stopped does not await it.
    newest.catch(() => undefined);
    pages.push(newest);
  };
  while (pages.length < PAGES_AHEAD) prefetchNext();
  for (;;) {
    const [, keys] = (await pages.shift()) ?? [];
    if (keys === undefined) return;
    prefetchNext();
    if (keys.length > 0) yield keys;
  }
}

/** What several generators yield, as it comes. */
export async function* mergeAsync<T>(generators: readonly AsyncGenerator<T>[]): AsyncGenerator<T> {
  const next = (generator: AsyncGenerator<T>) => {
    const coming = generator.next().then((result) => ({ generator, result }));
    coming.catch(() => undefined);
    return coming;
  };
  const pending = new Map(generators.map((generator) => [generator, next(generator)]));
  while (pending.size > 0) {
    const { generator, result } = await Promise.race(pending.values());
    if (result.done) {
      pending.delete(generator);
    } else {
      pending.set(generator, next(generator));
      yield result.value;
    }
  }
}

/** Callers make a trip for each batch, so small ones are not worth it. */
const BATCH_KEYS = 100;

/** The keys of several pages together, at least 100 but for the last. */
export async function* batchKeys(pages: AsyncIterable<readonly string[]>): AsyncGenerator<readonly string[]> {
  let batch: string[] = [];
  for await (const keys of pages) {
    batch.push(...keys);
    if (batch.length < BATCH_KEYS) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
