import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { RedisClient } from '../../redis/client';
import { decodeRetryState, hashEntries, isDamaged, versionFrom } from '../alertCodec';
import type {
  AlertStore,
  Changeset,
  Claim,
  Completion,
  Generations,
  OutboxRow,
  Part,
  RetryState,
  StoredRecords,
} from '../alertStore';
import { DEFAULT_BOT_PREFIX } from '../tuningTotals';
import * as scripts from './alertScripts';
import * as reads from './readScripts';

const NAMES: readonly string[] = ['state', 'outbox', 'retries', 'leases', 'messages', 'audit', 'changes'];

/** The store in Redis, shared by all instances of the bot. */
export class RedisAlertStore implements AlertStore {
  private readonly keys: readonly string[];

  constructor(
    private readonly redis: RedisClient,
    prefix: string = DEFAULT_BOT_PREFIX,
    /** Asked before each use. */
    private readonly owner: { ensure(): Promise<void> } | null = null,
  ) {
    // The braces keep them in one slot of a cluster.
    this.keys = NAMES.map((name) => `{${prefix}}:alerts:${name}`);
  }

  async load(since = 0): Promise<StoredRecords | null> {
    const { version, kind, records } = await this.read(since);
    if (kind === 'none') return null;
    if (kind === 'scan') return this.scan(version);
    return { version, records, isComplete: kind === 'all' };
  }

  private async read(since: number) {
    const [version, kind, flat] = loadReply.parse(await this.run(reads.LOAD, [`${since}`]));
    return { version: versionFrom(version), kind, records: recordsFrom(flat) };
  }

  /** Reads a large state page by page, and then what was changed meanwhile. */
  private async scan(from: number): Promise<StoredRecords | null> {
    const records = new Map<string, string | null>();
    let cursor = '0';
    do {
      const [next, flat] = scanReply.parse(await this.run(reads.SCAN, [cursor]));
      for (const [name, text] of recordsFrom(flat)) records.set(name, text);
      cursor = next;
    } while (cursor !== '0');
    const { version, kind, records: changed } = await this.read(from);
    if (kind === 'none') return null;
    // Nobody knows what changed meanwhile; if anything did, no commit from this version succeeds.
    if (kind === 'scan') return { version: from, records, isComplete: true };
    if (kind === 'all') return { version, records: changed, isComplete: true };
    for (const [name, text] of changed) {
      if (text === null) records.delete(name);
      else records.set(name, text);
    }
    return { version, records, isComplete: true };
  }

  async version(): Promise<number> {
    return z.number().parse(await this.run(reads.VERSION));
  }

  async generations(): Promise<Generations | null> {
    const all = nullableTexts.parse(await this.run(reads.GENERATIONS));
    const [outbox = null, retries = null, leases = null, messages = null] = all;
    if (all.every((each) => each === null)) return null;
    return { outbox, retries, leases, messages };
  }

  async commit(change: Changeset): Promise<boolean> {
    const { from, to = from + 1, records, generations, enqueue, cancel, audit, messages } = change;
    const kept = messages.flatMap(({ incidentId, text }) => (text === null ? [] : [[incidentId, text]]));
    const forgotten = messages.flatMap(({ incidentId, text }) => (text === null ? [incidentId] : []));
    const parts = [...records];
    const token = randomUUID();
    const { read, next } = generations ?? { read: null, next: token };
    const { outbox, messages: placed } = read ?? ANY;
    const args = [
      `${from}`,
      `${to}`,
      token,
      outbox ?? '',
      placed ?? '',
      next,
      ...counted(parts.filter(isKept)),
      ...counted(parts.flatMap(([name, text]) => (text === null ? [[name]] : []))),
      ...counted(enqueue.map(({ id, text }) => [id, text])),
      ...counted(cancel.map((id) => [id])),
      ...counted(audit.map((entry) => [entry])),
      ...counted(kept),
      ...counted(forgotten.map((id) => [id])),
    ];
    const done = await this.run(scripts.COMMIT, args, (reply) => reply === 1);
    return done === 1;
  }

  async pending(): Promise<readonly OutboxRow[]> {
    const [deliveries = [], attempts = []] = await this.hashes(['outbox', 'retries']);
    const tried = new Map(attempts);
    return deliveries.map(([id, text]) => ({ id, text, attempts: decodeRetryState(tried.get(id)) }));
  }

  async claim(
    id: string,
    owner: string,
    leaseMs: number,
    incidentId: string | null = null,
  ): Promise<Claim | null> {
    const reply = claimReply.parse(
      await this.run(scripts.CLAIM, [id, owner, `${leaseMs}`, incidentId ?? ''], (reply) => reply !== null),
    );
    if (reply === null) return null;
    const [text, attempts, abandoned, messageRef] = reply;
    const isAbandoned = abandoned === 1 || isDamaged(attempts);
    return { text, attempts: decodeRetryState(attempts), previousLeaseExpired: isAbandoned, messageRef };
  }

  async release(id: string, owner: string, attempts: RetryState, heldForMs = 0): Promise<void> {
    await this.run(scripts.RELEASE, [id, owner, JSON.stringify(attempts), `${heldForMs}`]);
  }

  async complete(id: string, owner: string, { text, message, remaining }: Completion): Promise<void> {
    const kept = [message?.incidentId ?? '', message?.text ?? ''];
    await this.run(scripts.SETTLE, [id, owner, text ?? '', ...kept, remaining ?? '']);
  }

  async messageRefs(): Promise<ReadonlyMap<string, string>> {
    const [refs = []] = await this.hashes(['messages']);
    return new Map(refs);
  }

  async audit(count: number): Promise<readonly string[]> {
    return texts.parse(await this.run(reads.AUDIT, [`${count}`]));
  }

  /** Hashes, page by page, without their generations. */
  private async hashes(names: readonly Part[]): Promise<readonly [id: string, text: string][][]> {
    const found = names.map(() => new Map<string, string>());
    let due = names.map((name, at) => ({ at, key: NAMES.indexOf(name) + 1, cursor: '0' }));
    while (due.length > 0) {
      const args = due.flatMap(({ key, cursor }) => [`${key}`, cursor]);
      const pages = z.array(scanReply).parse(await this.run(reads.PAGES, args));
      due = due.flatMap((each, i) => {
        const [cursor, flat] = pages[i] ?? ['0', []];
        for (const [id, text] of withoutGeneration(flat)) found[each.at]?.set(id, text);
        return cursor === '0' ? [] : [{ ...each, cursor }];
      });
    }
    return found.map((each) => [...each]);
  }

  private async run(
    script: string,
    args: readonly string[] = [],
    hasStored?: (reply: unknown) => boolean,
  ): Promise<unknown> {
    await this.owner?.ensure();
    return this.redis.script(script, this.keys, args, hasStored);
  }
}

const ANY = { outbox: '*', messages: '*' };

const withoutGeneration = (flat: readonly string[]): [string, string][] =>
  hashEntries(flat).filter(([id]) => id !== scripts.GENERATION);

/** What the hash of the state holds beside its parts. */
const OWN_FIELDS = ['version', 'by', 'generations', 'claimsLostAt'];

function recordsFrom(flat: readonly (string | null)[]): Map<string, string | null> {
  const records = new Map<string, string | null>();
  for (let at = 0; at < flat.length; at += 2) {
    const name = flat[at];
    if (name != null && !name.startsWith(':') && !OWN_FIELDS.includes(name))
      records.set(name, flat[at + 1] ?? null);
  }
  return records;
}

const isKept = (part: [string, string | null]): part is [string, string] => part[1] !== null;

const texts = z.array(z.string());
const nullableTexts = z.array(z.string().nullable());
const loadReply = z.tuple([z.string(), z.enum(['none', 'changes', 'all', 'scan']), nullableTexts]);
const scanReply = z.tuple([z.string(), texts]);
const claimReply = z.tuple([z.string(), z.string(), z.number(), z.string().nullable()]).nullable();

const counted = (entries: readonly (readonly string[])[]): string[] => [
  `${entries.length}`,
  ...entries.flat(),
];
