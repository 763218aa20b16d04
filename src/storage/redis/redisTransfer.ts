import { randomUUID } from 'node:crypto';
import type { Clock } from '../../lib/clock';
import type { RedisClient } from '../../redis/client';
import { WrongTypeError } from '../../redis/errors';
import { replyCode } from '../../redis/replies';
import { escapeGlob } from '../../state/keys';
import { RedisStore } from '../../state/stores/redisStore';
import { type CopyEntry, StoreBusyError, type StoreCopy, type StoreTransfer } from '../transfer/storeCopy';
import {
  isKnownName,
  isMovedString,
  MOVED_HASHES,
  MOVED_STREAMS,
  type MovedHash,
  type MovedStream,
  OWN_FIELDS,
} from '../transfer/storedKeys';
import { REPLACE_ALL, replaceArgs } from './replaceScript';

export interface RedisTransferDeps {
  readonly redis: RedisClient;
  readonly prefix: string;
  readonly where: string;
  /** Asked before each use. */
  readonly owner: { ensure(): Promise<void> };
  readonly clock: Clock;
}

/** A store that is in use is read until two readings are the same, so often. */
const READINGS = 6;
const PAGE = 500;

/** What the bot keeps in Redis, as a whole. */
export class RedisTransfer implements StoreTransfer {
  readonly where: string;
  readonly prefix: string;
  private readonly store: RedisStore;

  constructor(private readonly deps: RedisTransferDeps) {
    this.where = deps.where;
    this.prefix = deps.prefix;
    this.store = new RedisStore(deps.redis);
  }

  async read(): Promise<StoreCopy> {
    await this.deps.owner.ensure();
    let before = await this.readOnce();
    for (let reading = 2; reading <= READINGS; reading++) {
      const copy = await this.readOnce();
      if (isSame(copy, before)) return copy;
      before = copy;
    }
    throw new StoreBusyError();
  }

  async replace(entries: readonly CopyEntry[], before: StoreCopy): Promise<boolean> {
    const { redis, owner, clock } = this.deps;
    await owner.ensure();
    const [keys, args] = replaceArgs({
      entries,
      before,
      keyOf: (name) => this.keyOf(name),
      version: await this.version(),
      token: randomUUID(),
      now: clock.now(),
    });
    return (await redis.script(REPLACE_ALL, keys, args, (reply) => reply === 1)) === 1;
  }

  private keyOf(name: string): string {
    return `{${this.prefix}}:${name}`;
  }

  private async version(): Promise<string> {
    const key = this.keyOf('alerts:state');
    const read = this.deps.redis.read((commands) => commands.hmget(key, 'version'));
    const [version = null] = await read.catch(asWrongType(key));
    return version ?? '';
  }

  private async readOnce(): Promise<StoreCopy> {
    const names = await this.names();
    const hashes = await Promise.all(MOVED_HASHES.map((key) => this.fields(key)));
    const streams = await Promise.all(MOVED_STREAMS.map((key) => this.texts(key)));
    const strings = await Promise.all(names.filter(isMovedString).map((key) => this.string(key)));
    return {
      entries: [...hashes, ...streams, ...strings].flat(),
      unknownKeys: names.filter((name) => !isKnownName(name)),
    };
  }

  private async names(): Promise<readonly string[]> {
    const start = this.keyOf('');
    const names = new Set<string>();
    for await (const keys of this.store.scan(`${escapeGlob(start)}*`))
      for (const key of keys) if (key.startsWith(start)) names.add(key.slice(start.length));
    return [...names].sort();
  }

  private async fields(key: MovedHash): Promise<CopyEntry[]> {
    const found = new Map<string, string>();
    let cursor = '0';
    do {
      const page = this.deps.redis.read((commands) => commands.hscan(this.keyOf(key), cursor, 'COUNT', PAGE));
      const [next, flat] = await page.catch(asWrongType(this.keyOf(key)));
      for (let at = 0; at < flat.length; at += 2) found.set(flat[at] ?? '', flat[at + 1] ?? '');
      cursor = next;
    } while (cursor !== '0');
    return [...found]
      .filter(([field]) => !OWN_FIELDS[key].includes(field))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([field, text]) => ({ kind: 'field', key, field, text }));
  }

  private async texts(key: MovedStream): Promise<CopyEntry[]> {
    const read = this.deps.redis.read((commands) => commands.xrevrange(this.keyOf(key), '+', '-'));
    const newestFirst = await read.catch(asWrongType(this.keyOf(key)));
    return [...newestFirst]
      .reverse()
      .flatMap(([, [, text]]) => (text === undefined ? [] : [{ kind: 'entry', key, text }]));
  }

  private async string(key: string): Promise<CopyEntry[]> {
    const [text, ttlMs] = await Promise.all([
      this.store.string(this.keyOf(key)),
      this.store.ttlMs(this.keyOf(key)),
    ]);
    if (text === null) return [];
    const expiresAt = ttlMs === null ? null : new Date(this.deps.clock.now().getTime() + ttlMs);
    return [{ kind: 'string', key, text, expiresAt }];
  }
}

/** When a string expires is a guess by our clock, and differs from reading to reading. */
const isSame = (a: StoreCopy, b: StoreCopy): boolean => comparable(a) === comparable(b);

const comparable = ({ entries }: StoreCopy): string =>
  JSON.stringify(entries.map((entry) => (entry.kind === 'string' ? { ...entry, expiresAt: null } : entry)));

const asWrongType =
  (key: string) =>
  (error: unknown): never => {
    throw replyCode(error) === 'WRONGTYPE' ? new WrongTypeError(key, 'hash') : error;
  };
