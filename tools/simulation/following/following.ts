import { message } from '../../../formatters/blockKit/message';
import type { SlackConfig } from '../../../src/config';
import type { ReadContent } from '../../../src/follow/content';
import { createFollow } from '../../../src/follow/createFollow';
import { decodeFollowed } from '../../../src/follow/followed';
import type { Follow } from '../../../src/follow/followService';
import { BUDGET_FIELD, FOLLOWED_NAME } from '../../../src/follow/followStore';
import type { FollowWorker } from '../../../src/follow/followWorker';
import type { Logger } from '../../../src/lib/logger';
import { StateUnavailableError } from '../../../src/redis/errors';
import { NewBlocks } from '../../../src/slack/outbound/newBlocks';
import type { SlackMessageApi } from '../../../src/slack/outbound/slackApi';
import type { MemorySharedTexts } from '../../../src/storage/memory/memorySharedTexts';
import type { SharedTexts } from '../../../src/storage/sharedTexts';
import type { EventQueue } from '../eventQueue';
import { MINUTE, SECOND } from '../plan';
import type { Process } from '../process';

/** It looks each second in truth; here when something is due, when something has changed, and so often besides, in ms. */
const LOOKS_EVERY_MS = 5 * MINUTE;

interface FollowingDeps {
  readonly process: Process;
  readonly queue: EventQueue;
  readonly slackConfig: SlackConfig;
  readonly messages: SlackMessageApi;
  /** As this process reaches them. */
  readonly texts: SharedTexts;
  /** What truly stands in the store. */
  readonly stored: () => MemorySharedTexts;
  /** Asks Redis for something of the traders'. */
  readonly askRedis: () => Promise<unknown>;
  readonly sessions: readonly {
    readonly id: string;
    readonly stoppedAt: number | null;
    readonly finished: boolean;
  }[];
  readonly doAlertsWait: () => boolean;
  readonly log: Logger;
  readonly random: () => number;
}

/** Followed messages as one process of the bot keeps them. */
export class Following {
  readonly follow: Follow;
  private readonly worker: FollowWorker;
  private pollsAt = Number.POSITIVE_INFINITY;
  private isPolling = false;

  constructor(private readonly deps: FollowingDeps) {
    const { process, slackConfig, messages, texts, doAlertsWait, log, random } = deps;
    const { clock, sleep } = process;
    const made = createFollow({
      ...{ clock, sleep, log, texts, doAlertsWait, messages, random },
      slack: slackConfig,
      newBlocks: new NewBlocks({ clock, log }),
      languages: { ofChannel: () => 'en', ofPerson: () => 'en' },
      read: this.read,
      zone: () => 'UTC',
    });
    this.follow = made.follow;
    this.worker = made.worker;
    this.poll(0);
  }

  /** Looks what is due, within so many ms, unless it does so earlier anyway. */
  poll(withinMs: number): void {
    const { queue, process } = this.deps;
    const at = queue.nowMs + withinMs;
    if (this.pollsAt <= at) return;
    this.pollsAt = at;
    process.schedule(withinMs, () => {
      if (this.pollsAt <= queue.nowMs) this.look();
    });
  }

  private look(): void {
    this.pollsAt = Number.POSITIVE_INFINITY;
    if (this.isPolling) return;
    this.isPolling = true;
    void this.worker.tick().then(async (waitMs) => {
      const dueInMs = await this.dueInMs();
      this.isPolling = false;
      this.poll(Math.max(waitMs, Math.min(dueInMs, LOOKS_EVERY_MS)));
    });
  }

  private async dueInMs(): Promise<number> {
    const { stored, process } = this.deps;
    const now = process.clock.now().getTime();
    const due = [...(await stored().all(FOLLOWED_NAME))].flatMap(([id, text]) => {
      const followed = id === BUDGET_FIELD ? null : decodeFollowed(text);
      if (followed === null || (followed.phase === 'ended' && followed.toTell.length === 0)) return [];
      return [Math.max(followed.dueAt.getTime(), followed.takenUntil?.getTime() ?? 0) - now];
    });
    return Math.max(SECOND, Math.min(LOOKS_EVERY_MS, ...due));
  }

  /** What it shows matters to nobody here; whether Redis can be read does, and whether a session is over. */
  private readonly read: ReadContent = async ({ kind, line }) => {
    const shown = message(line, [{ type: 'section', text: { type: 'plain_text', text: line } }]);
    try {
      await this.deps.askRedis();
    } catch (error) {
      if (error instanceof StateUnavailableError) return { message: shown, state: 'unread', result: null };
      throw error;
    }
    const session = this.deps.sessions.find(({ id }) => line.endsWith(` ${id}`));
    if (kind !== 'session' || !session?.finished) return { message: shown, state: 'there', result: null };
    const result = { ranMs: null, completed: 1, failed: 0, failedJobs: 0 };
    return { message: shown, state: 'over', result };
  };
}
