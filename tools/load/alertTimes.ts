import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { ApiRecord, Sandbox } from '../../sandbox';
import { decodeAuditEntry } from '../../src/alerting/auditLog';
import { type Place, traderNamespace } from '../../src/state/keys';

/** A death as the bot noticed and reported it. Times are instants of this machine's clock. */
export interface ReportedDeath {
  readonly target: string;
  readonly diedAt: Date;
  /** By the bot's own audit. Null when it never noticed. */
  readonly detectedAt: Date | null;
  /** When Slack accepted its message; null if there is none. */
  readonly postedAt: Date | null;
}

const LOOK_EVERY_MS = 200;
const AUDIT_READ = 200;
const AUDIT_KEY = '{arbwatch}:alerts:audit';

/** Finds out when a death was detected and reported, by what stands in Redis and what Slack was sent. */
export class AlertTimes {
  private readonly posts: { readonly id: string; readonly at: Date }[] = [];

  constructor(
    slack: Sandbox,
    private readonly client: Redis,
  ) {
    slack.journal.onRecord((record) => {
      if (record.kind !== 'api' || !record.carriedOut) return;
      if (record.method !== 'chat.postMessage' && record.method !== 'chat.update') return;
      this.posts.push({ id: markIn(record), at: record.at });
    });
  }

  /** Waits until the death is reported, for at most `limitMs`. */
  async reportedDeath(target: Place, diedAt: Date, limitMs: number): Promise<ReportedDeath> {
    const name = traderNamespace(target);
    const untilMs = performance.now() + limitMs;
    let detected: { readonly id: string; readonly at: Date } | null = null;
    while (performance.now() < untilMs) {
      detected ??= await this.detection(name, diedAt);
      const postedAt = detected && this.tellingOf(detected.id, detected.at);
      if (detected !== null && postedAt) return { target: name, diedAt, detectedAt: detected.at, postedAt };
      await sleep(LOOK_EVERY_MS);
    }
    return { target: name, diedAt, detectedAt: detected?.at ?? null, postedAt: null };
  }

  private async detection(target: string, since: Date): Promise<{ id: string; at: Date } | null> {
    const entries = await this.client.xrevrange(AUDIT_KEY, '+', '-', 'COUNT', AUDIT_READ);
    for (const [, [, text = '']] of entries) {
      const audit = decodeAuditEntry(text);
      const { action, incident = null } = audit ?? {};
      const isOpened = action?.kind === 'changed' && action.to === 'open';
      if (audit && isOpened && incident?.id.startsWith(`no_sign_of_life:${target}:`) && audit.at >= since)
        return { id: incident.id, at: audit.at };
    }
    return null;
  }

  /** The incident's message itself, or the update about a change in its thread and in the channel. */
  private tellingOf(id: string, since: Date): Date | null {
    const isAbout = (mark: string): boolean => mark === id || mark.startsWith(`${id}/changed/`);
    return this.posts.find((post) => post.at >= since && isAbout(post.id))?.at ?? null;
  }
}

export function markIn({ args: { metadata } }: ApiRecord): string {
  const data: unknown = typeof metadata === 'string' ? JSON.parse(metadata) : metadata;
  const payload = fieldOf(data, 'event_payload');
  return String(fieldOf(payload, 'id') ?? '');
}

const fieldOf = (data: unknown, name: string): unknown =>
  typeof data === 'object' && data !== null
    ? Object.entries(data).find(([key]) => key === name)?.[1]
    : undefined;
