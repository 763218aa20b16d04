import { PROTOCOL_LIMITS } from '../formatters/blockKit/slackLimits';
import type { Clock } from '../src/lib/clock';
import { type JsonObject, stringAt } from './json';

const BURST = 3;
const MINUTE_MS = 60_000;

/**
 * Slack's own limits: one `chat.postMessage` a second in a channel, with a short burst, and about fifty
 * `chat.update` a minute. Not enforced unless `enforced` is set.
 */
export class RateLimits {
  enforced: boolean;
  readonly #clock: Clock;
  readonly #used = new Map<string, number[]>();

  constructor(clock: Clock, enforced: boolean) {
    this.#clock = clock;
    this.enforced = enforced;
  }

  /** Counts the call; seconds to wait when it comes too soon, else null. */
  retryAfterS(method: string, args: JsonObject): number | null {
    if (!this.enforced) return null;
    if (method === 'chat.postMessage') {
      return this.#take(
        `post ${stringAt(args, 'channel')}`,
        BURST,
        BURST * PROTOCOL_LIMITS.postMessageEveryMs,
      );
    }
    if (method === 'chat.update') return this.#take('update', PROTOCOL_LIMITS.updatesPerMinute, MINUTE_MS);
    return null;
  }

  #take(key: string, allowed: number, withinMs: number): number | null {
    const nowMs = this.#clock.now().getTime();
    const recent = (this.#used.get(key) ?? []).filter((atMs) => nowMs - atMs < withinMs);
    this.#used.set(key, recent);
    const [oldest] = recent;
    if (oldest === undefined || recent.length < allowed) {
      recent.push(nowMs);
      return null;
    }
    return Math.max(1, Math.ceil((oldest + withinMs - nowMs) / 1000));
  }
}
