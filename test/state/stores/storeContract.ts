import { TooLongError, WrongTypeError } from '../../../src/redis/errors';
import { PartialHash } from '../../../src/redis/readLimits';
import type { StateStore } from '../../../src/state/store';

/** A store, empty at the start of each test, and a way to put things into it. */
export interface ContractStore {
  readonly store: StateStore;
  set(key: string, value: string | Buffer, ttlMs?: number): Promise<void>;
  setHash(key: string, fields: ReadonlyMap<string, string>, ttlMs?: number): Promise<void>;
  /** Its time comes now. */
  letExpire(key: string): Promise<void>;
}

/** What every StateStore does. `open` is called after the file's own beforeAll and before each test. */
export const describeStoreContract = (open: () => Promise<ContractStore>): void => {
  let at: ContractStore;
  beforeEach(async () => {
    at = await open();
  });
  const scanned = async (pattern: string): Promise<string[]> => {
    const found = new Set<string>();
    for await (const keys of at.store.scan(pattern)) for (const key of keys) found.add(key);
    return [...found].sort();
  };

  describe('A string', () => {
    test('is read as it was written', async () => {
      await at.set('paper:docker:arbitrage:stats:trades_total', '1287');
      expect(await at.store.string('paper:docker:arbitrage:stats:trades_total')).toBe('1287');
    });

    test('is null for a key that is not there', async () => {
      expect(await at.store.string('nobody:wrote:this')).toBeNull();
    });

    test('is empty, and not null, when it is empty', async () => {
      await at.set('empty', '');
      expect(await at.store.string('empty')).toBe('');
    });

    test('keeps newlines, quotes, NUL and emoji', async () => {
      const text = 'a\r\nb "c" \\ \u0000 é 🚀';
      await at.set('text', text);
      expect(await at.store.string('text')).toBe(text);
    });

    test('throws WrongTypeError, with the key and the expected type, when the key is a hash', async () => {
      await at.setHash('a:hash', new Map([['field', 'value']]));
      const error = await at.store.string('a:hash').catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(WrongTypeError);
      expect(error).toMatchObject({ key: 'a:hash', expected: 'string' });
    });

    test('of the wrong type does not spoil the other reads of the same tick', async () => {
      await at.setHash('a:hash', new Map([['field', 'value']]));
      await at.set('a:string', 'fine');
      const reads = await Promise.allSettled([at.store.string('a:hash'), at.store.string('a:string')]);
      expect(reads.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    });

    test('is null once it has expired', async () => {
      await at.set('beat', '2026-11-22T07:41:39', 60_000);
      await at.letExpire('beat');
      expect(await at.store.string('beat')).toBeNull();
    });
  });

  describe('A very large value', () => {
    const many = (count: number): Map<string, string> =>
      new Map(Array.from({ length: count }, (_, n) => [`field_${n}`, `${n}`]));

    test('is read when it is a string of up to 4,096 bytes', async () => {
      await at.set('long', 'x'.repeat(4_096));
      expect(await at.store.string('long')).toHaveLength(4_096);
      await at.set('long', 'é'.repeat(2_049));
      const error = await at.store.string('long').catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(TooLongError);
      expect(error).toMatchObject({ key: 'long', what: 'is 4,098 bytes long, which is too much to read' });
    });

    test.each([
      ['1,000 fields', many(1_000)],
      ['a value longer than Redis keeps in one piece', new Map([...many(9), ['text', 'x'.repeat(100_000)]])],
    ])('takes the whole of a hash with %s', async (_, fields) => {
      await at.setHash('hash', fields);
      expect(await at.store.hash('hash', ['field_0'])).toEqual(fields);
    });

    test.each([
      ['1,001 fields', many(1_001), 1_001],
      ['values of more than 256 KiB in all', new Map([...many(9), ['text', 'x'.repeat(300_000)]]), 10],
    ])('takes of a hash with %s the fields that are wanted', async (_, fields, fieldCount) => {
      await at.setHash('hash', fields);
      const read = await at.store.hash('hash', ['field_1', 'field_2', 'none']);
      expect(read).toBeInstanceOf(PartialHash);
      expect([...(read ?? [])]).toEqual([
        ['field_1', '1'],
        ['field_2', '2'],
      ]);
      expect(read).toMatchObject({ fieldCount, unreadCount: fieldCount - 2 });
    });

    test('is left out when it is a field of a hash, which is named with its size', async () => {
      await at.setHash('hash', new Map([...many(1_001), ['text', 'é'.repeat(3_000)]]));
      const read = await at.store.hash('hash', ['text', 'field_1']);
      expect([...(read ?? [])]).toEqual([['field_1', '1']]);
      expect(read).toMatchObject({ unreadCount: 1_001, tooLong: new Map([['text', 6_000]]) });
    });
  });

  describe('A hash', () => {
    test('is read with all its fields', async () => {
      const fields = new Map([
        ['total_balance', '10012345.67'],
        ['timestamp', '2026-11-22T07:41:39.844542'],
      ]);
      await at.setHash('portfolio', fields);
      expect(await at.store.hash('portfolio')).toEqual(fields);
    });

    test('is null for a key that is not there', async () => {
      expect(await at.store.hash('nobody:wrote:this')).toBeNull();
    });

    test('may have fields with names that JavaScript uses itself', async () => {
      const fields = new Map(
        ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', '1', ''].map((name) => [
          name,
          `${name}!`,
        ]),
      );
      await at.setHash('odd', fields);
      expect(await at.store.hash('odd')).toEqual(fields);
    });

    test('throws WrongTypeError when the key is a string', async () => {
      await at.set('a:string', 'text');
      const error = await at.store.hash('a:string').catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(WrongTypeError);
      expect(error).toMatchObject({ key: 'a:string', expected: 'hash' });
    });

    test('is null once it has expired', async () => {
      await at.setHash('portfolio', new Map([['total_balance', '1']]), 300_000);
      await at.letExpire('portfolio');
      expect(await at.store.hash('portfolio')).toBeNull();
    });

    test('is read as it was then, whatever is written later', async () => {
      await at.setHash('h', new Map([['a', '1']]));
      const read = await at.store.hash('h');
      await at.setHash('h', new Map([['a', '2']]));
      expect(read).toEqual(new Map([['a', '1']]));
    });
  });

  describe('The TTL of a key', () => {
    test('is no more than it was given, and more than nothing', async () => {
      await at.set('beat', 'now', 60_000);
      const ttlMs = await at.store.ttlMs('beat');
      expect(ttlMs).toBeGreaterThan(50_000);
      expect(ttlMs).toBeLessThanOrEqual(60_000);
    });

    test('is read for a hash, too', async () => {
      await at.setHash('portfolio', new Map([['total_balance', '1']]), 300_000);
      expect(await at.store.ttlMs('portfolio')).toBeGreaterThan(290_000);
    });

    test('is null for a key that never expires', async () => {
      await at.set('stat', '1');
      expect(await at.store.ttlMs('stat')).toBeNull();
    });

    test('is null for a key that is not there', async () => {
      expect(await at.store.ttlMs('nobody:wrote:this')).toBeNull();
    });
  });

  describe('A scan', () => {
    test('finds nothing in an empty store', async () => {
      expect(await scanned('*')).toEqual([]);
    });

    test('finds the keys that match, of any type', async () => {
      await at.set('tuning:docker:paper:a', '1');
      await at.setHash('tuning:docker:paper:b', new Map([['f', 'v']]));
      await at.set('tuning:local:paper:a', '1');
      const found = await scanned('tuning:docker:paper:*');
      expect(found).toEqual(expect.arrayContaining(['tuning:docker:paper:a', 'tuning:docker:paper:b']));
    });

    test('does not find an expired key', async () => {
      await at.set('kept', '1');
      await at.set('gone', '1', 60_000);
      await at.letExpire('gone');
      expect(await scanned('*')).toEqual(['kept']);
    });

    test('finds each of 50,000 keys', async () => {
      const keys = Array.from({ length: 50_000 }, (_, i) => `paper:docker:arbitrage:orders:${i}`);
      await Promise.all(keys.map((key) => at.set(key, '1')));
      expect(await scanned('paper:docker:arbitrage:orders:*')).toEqual(keys.sort());
    });

    test('may stop at the first batch, and other reads succeed', async () => {
      await Promise.all(Array.from({ length: 5_000 }, (_, i) => at.set(`k:${i}`, `${i}`)));
      let batches = 0;
      for await (const _ of at.store.scan('k:*')) {
        batches++;
        break;
      }
      expect([batches, await at.store.string('k:4999')]).toEqual([1, '4999']);
    });

    test('lets the caller read keys between batches', async () => {
      await Promise.all(Array.from({ length: 5_000 }, (_, i) => at.set(`k:${i}`, `${i}`)));
      const values = new Set<string | null>();
      for await (const keys of at.store.scan('k:*')) {
        for (const value of await Promise.all(keys.map((key) => at.store.string(key)))) values.add(value);
      }
      expect(values.size).toBe(5_000);
    });
  });

  test('A ping is answered', async () => {
    await expect(at.store.ping()).resolves.toBeUndefined();
  });
};
