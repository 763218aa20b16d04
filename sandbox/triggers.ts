import { PROTOCOL_LIMITS } from '../formatters/blockKit/slackLimits';
import type { Clock } from '../src/lib/clock';
import type { Ids } from './ids';
import { SlackError } from './slackError';

/** The `trigger_id`s: each opens one view, for the person who caused it, within 3 s. */
export class Triggers {
  readonly #issued = new Map<string, { userId: string; atMs: number; used: boolean }>();
  readonly #clock: Clock;
  readonly #ids: Ids;

  constructor(clock: Clock, ids: Ids) {
    this.#clock = clock;
    this.#ids = ids;
  }

  /** A fresh one, for something this person did. */
  issue(userId: string): string {
    const id = `${this.#ids.next('TRIGGER')}.${this.#clock.now().getTime()}`;
    this.#issued.set(id, { userId, atMs: this.#clock.now().getTime(), used: false });
    return id;
  }

  /**
   * The user id of the person it was issued for; it is used up by this.
   * @throws SlackError `invalid_trigger_id`, `expired_trigger_id`, `exchanged_trigger_id`
   */
  exchange(id: string): string {
    const trigger = this.#issued.get(id);
    if (trigger === undefined) throw new SlackError('invalid_trigger_id');
    if (trigger.used) throw new SlackError('exchanged_trigger_id');
    if (this.#clock.now().getTime() - trigger.atMs > PROTOCOL_LIMITS.triggerIdMs)
      throw new SlackError('expired_trigger_id');
    trigger.used = true;
    return trigger.userId;
  }
}
