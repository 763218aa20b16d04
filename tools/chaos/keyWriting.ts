import type { KeyWriter } from '../../sandbox/demo/traderKeys';
import type { LabClient } from './redis/fixture';

type Command = readonly [name: string, ...args: string[]];

/** No write of a trader's waits longer than this, in ms. */
const WITHIN_MS = 1_000;

/** Collects what is written to keys, and brings it to a real Redis. */
export class KeyWriting implements KeyWriter {
  private commands: Command[] = [];

  constructor(private readonly client: LabClient) {}

  set(key: string, value: string, ttlMs?: number): void {
    this.commands.push(['set', key, value, ...(ttlMs === undefined ? [] : ['px', `${ttlMs}`])]);
  }

  setHash(key: string, fields: Readonly<Record<string, string>>, ttlMs?: number): void {
    this.commands.push(['hset', key, ...Object.entries(fields).flat()]);
    if (ttlMs !== undefined) this.commands.push(['pexpire', key, `${ttlMs}`]);
  }

  incrByFloat(key: string, by: number): void {
    this.commands.push(['incrbyfloat', key, `${by}`]);
  }

  /** Resolves when Redis has taken all that `write` writes. Throws when it has not within 1 s. */
  async stored(write: () => void): Promise<void> {
    this.commands = [];
    write();
    await within(
      WITHIN_MS,
      Promise.all(this.commands.map(([name, ...args]) => this.client.call(name, ...args))),
    );
  }
}

/** The same, or a rejection after `ms`. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    limit = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(limit);
  }
}
