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
  RetryState,
} from '../alertStore';
import { DEFAULT_BOT_PREFIX } from '../tuningTotals';
import * as scripts from './alertScripts';

/** The store in Redis, shared by all copies of the bot. */
export class RedisAlertStore implements AlertStore {
  private readonly keys: readonly string[];

  constructor(
    private readonly redis: RedisClient,
    prefix: string = DEFAULT_BOT_PREFIX,
    /** Asked before each use. */
    private readonly owner: { ensure(): Promise<void> } | null = null,
  ) {
    const names = ['known', 'deliveries', 'attempts', 'claims', 'messages', 'audit'];
    // The braces keep them in one slot of a cluster.
    this.keys = names.map((name) => `{${prefix}}:ledger:${name}`);
  }

  async load(): Promise<{ version: number; known: string } | null> {
    const [version, known] = nullableTexts.parse(await this.run(scripts.READ));
    return version == null && known == null ? null : { version: versionFrom(version), known: known ?? '' };
  }

  async version(): Promise<number> {
    return z.number().parse(await this.run(scripts.VERSION));
  }

  async generations(): Promise<Generations | null> {
    const all = nullableTexts.parse(await this.run(scripts.GENERATIONS));
    const [deliveries = null, attempts = null, claims = null, messages = null] = all;
    if (all.every((each) => each === null)) return null;
    return { deliveries, attempts, claims, messages };
  }

  async commit(change: Changeset): Promise<boolean> {
    const { from, to = from + 1, known, generations, enqueue, cancel, audit, messages } = change;
    const kept = messages.flatMap(({ incidentId, text }) => (text === null ? [] : [[incidentId, text]]));
    const forgotten = messages.flatMap(({ incidentId, text }) => (text === null ? [incidentId] : []));
    const token = randomUUID();
    const { read, next } = generations ?? { read: null, next: token };
    const { deliveries, messages: placed } = read ?? ANY;
    const args = [
      `${from}`,
      `${to}`,
      known,
      token,
      deliveries ?? '',
      placed ?? '',
      next,
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
    const [deliveries, attempts] = twoLists.parse(await this.run(scripts.WAITING));
    const tried = new Map(hashEntries(attempts));
    return withoutGeneration(deliveries).map(([id, text]) => ({
      id,
      text,
      attempts: decodeRetryState(tried.get(id)),
    }));
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
    return new Map(withoutGeneration(texts.parse(await this.run(scripts.MESSAGES))));
  }

  async audit(count: number): Promise<readonly string[]> {
    return texts.parse(await this.run(scripts.AUDIT, [`${count}`]));
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

const ANY = { deliveries: '*', messages: '*' };

const withoutGeneration = (flat: readonly string[]): [string, string][] =>
  hashEntries(flat).filter(([id]) => id !== scripts.GENERATION);

const texts = z.array(z.string());
const nullableTexts = z.array(z.string().nullable());
const twoLists = z.tuple([texts, texts]);
const claimReply = z.tuple([z.string(), z.string(), z.number(), z.string().nullable()]).nullable();

const counted = (entries: readonly (readonly string[])[]): string[] => [
  `${entries.length}`,
  ...entries.flat(),
];
