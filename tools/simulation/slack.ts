import type { MessageMetadata, Posted, SendResult, SlackMessageApi } from '../../src/slack/outbound/slackApi';
import type { MessageVersion } from '../invariants/history';
import type { EventQueue } from './eventQueue';
import type { Prng } from './prng';
import { SEALED, type UnknownCodes } from './unknownCodes';

export interface StoredMessage {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
  readonly inChannelToo: boolean;
  mark: MessageMetadata;
  /** As it was posted. */
  readonly firstMark: MessageMetadata;
  readonly versions: [MessageVersion, ...MessageVersion[]];
  deleted: { readonly at: number; readonly by: 'bot' | 'person' } | null;
  isSealed?: boolean;
}

export type Call =
  | ({ readonly method: 'post' } & Parameters<SlackMessageApi['post']>[0])
  | ({ readonly method: 'update' } & Parameters<SlackMessageApi['update']>[0])
  | ({ readonly method: 'find' } & Parameters<SlackMessageApi['find']>[0])
  | ({ readonly method: 'remove' } & Parameters<SlackMessageApi['remove']>[0]);

type Answer = SendResult<Posted | null>;

/** So many posts of one channel may come at once; then one a second. */
const BURST = 3;
const UPDATES_A_MINUTE = 50;
const UPDATES_BURST = 20;

const refused = (code: string, scope: 'channel' | 'token' | 'message' | 'transient' | 'unknown'): Answer => ({
  kind: 'rejected',
  code,
  scope,
});

/** The world's Slack: what stands in its channels, and what it says to each call. */
export class WorldSlack {
  readonly messages: StoredMessage[] = [];
  readonly archived = new Set<string>();
  canReadHistory = true;
  isTokenRevoked = false;
  private lastTs = 0;
  private readonly byTs = new Map<string, StoredMessage>();
  private readonly posts = new Map<string, { tokens: number; atMs: number }>();
  private readonly updates = { tokens: UPDATES_A_MINUTE + UPDATES_BURST, atMs: 0 };

  constructor(
    private readonly queue: EventQueue,
    private readonly prng: Prng,
    private readonly posted: (message: StoredMessage) => void,
    private readonly unknownCodes: UnknownCodes,
  ) {}

  /** Carries a call out, or refuses it. */
  does(call: Call): Answer {
    if (this.isTokenRevoked) return refused('token_revoked', 'token');
    const unknown = this.unknownCodes.codeFor(call, this.queue.nowMs);
    if (unknown !== null) {
      const changed = call.method === 'update' ? this.byTs.get(`${call.channel} ${call.ts}`) : undefined;
      if (changed !== undefined && unknown === SEALED) changed.isSealed = true;
      return refused(unknown, 'unknown');
    }
    switch (call.method) {
      case 'post':
        return this.post(call);
      case 'update':
        return this.update(call);
      case 'find':
        return this.find(call);
      case 'remove':
        return this.remove(call);
    }
  }

  /** A person removes a message. */
  deletes(message: StoredMessage): void {
    message.deleted ??= { at: this.queue.nowMs, by: 'person' };
  }

  private post(call: Extract<Call, { method: 'post' }>): Answer {
    const { channel, message, mark, threadTs, replyBroadcast } = call;
    if (this.archived.has(channel)) return refused('is_archived', 'channel');
    if (threadTs !== undefined && this.standing(channel, threadTs) === null)
      return refused('thread_not_found', 'message');
    if (!this.mayPost(channel)) return this.throttled();
    const { nowMs } = this.queue;
    // Microseconds, and never the same twice.
    this.lastTs = Math.max(this.lastTs + 1, Math.round(nowMs * 1000));
    const ts = `${Math.floor(this.lastTs / 1e6)}.${String(this.lastTs % 1e6).padStart(6, '0')}`;
    const kept: StoredMessage = {
      channel,
      ts,
      threadTs: threadTs ?? null,
      inChannelToo: replyBroadcast === true,
      mark,
      firstMark: mark,
      versions: [{ at: nowMs, text: message.text, blocks: message.blocks }],
      deleted: null,
    };
    this.messages.push(kept);
    this.byTs.set(`${channel} ${ts}`, kept);
    this.posted(kept);
    return { kind: 'done', value: { channel, ts } };
  }

  private update({ channel, ts, message, mark }: Extract<Call, { method: 'update' }>): Answer {
    if (this.archived.has(channel)) return refused('is_archived', 'channel');
    const kept = this.standing(channel, ts);
    if (kept === null) return refused('message_not_found', 'message');
    if (!this.mayUpdate()) return this.throttled();
    kept.mark = mark;
    kept.versions.push({ at: this.queue.nowMs, text: message.text, blocks: message.blocks });
    return { kind: 'done', value: { channel, ts } };
  }

  private find({ channel, since, threadTs, fits }: Extract<Call, { method: 'find' }>): Answer {
    if (!this.canReadHistory) return refused('missing_scope', 'token');
    if (threadTs !== undefined && this.standing(channel, threadTs) === null)
      return refused('thread_not_found', 'message');
    const fromS = since.getTime() / 1000;
    const found = this.messages.find(
      (each) =>
        each.channel === channel &&
        each.deleted === null &&
        (threadTs === undefined
          ? each.threadTs === null || each.inChannelToo
          : each.threadTs === threadTs || each.ts === threadTs) &&
        Number(each.ts) >= fromS &&
        fits(each.mark, each.ts),
    );
    return { kind: 'done', value: found === undefined ? null : { channel, ts: found.ts } };
  }

  private remove({ channel, ts }: Extract<Call, { method: 'remove' }>): Answer {
    const kept = this.standing(channel, ts);
    if (kept === null) return refused('message_not_found', 'message');
    kept.deleted = { at: this.queue.nowMs, by: 'bot' };
    return { kind: 'done', value: null };
  }

  private standing(channel: string, ts: string): StoredMessage | null {
    const kept = this.byTs.get(`${channel} ${ts}`);
    return kept === undefined || kept.deleted !== null ? null : kept;
  }

  private throttled(): Answer {
    return { kind: 'rate_limited', retryAfterMs: this.prng.whole(1, 5) * 1000 };
  }

  private mayPost(channel: string): boolean {
    const { nowMs } = this.queue;
    const bucket = this.posts.get(channel) ?? { tokens: BURST, atMs: nowMs };
    this.posts.set(channel, bucket);
    return taken(bucket, BURST, 1000, nowMs);
  }

  private mayUpdate(): boolean {
    const most = UPDATES_A_MINUTE + UPDATES_BURST;
    return taken(this.updates, most, 60_000 / UPDATES_A_MINUTE, this.queue.nowMs);
  }
}

/** Takes one of the tokens, of which there comes one every `everyMs`. */
function taken(
  bucket: { tokens: number; atMs: number },
  most: number,
  everyMs: number,
  nowMs: number,
): boolean {
  bucket.tokens = Math.min(most, bucket.tokens + (nowMs - bucket.atMs) / everyMs);
  bucket.atMs = nowMs;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}
