import type { SendResult, SlackMessageApi } from '../../src/slack/outbound/slackApi';
import { TIMEOUT_MS } from '../../src/slack/outbound/webApi';
import type { EventQueue } from './eventQueue';
import type { Prng } from './prng';
import type { Process } from './process';
import type { RateLimitChecker } from './rateLimitChecker';
import type { Call, WorldSlack } from './slack';

/** How Slack answers one instance of the bot at a time: what becomes of the next call. */
export type SlackBehavior =
  | 'normal'
  /** It cannot be reached. */
  | 'notSent'
  /** It fails, and does nothing. */
  | 'failsBefore'
  /** It does what it is asked for; the answer says that it failed, or is lost. */
  | 'failsAfter'
  /** It answers after some seconds. */
  | 'slow'
  /** It does what it is asked for, and the answer does not come in time. */
  | 'tooSlow'
  /** It does what it is asked for only after nobody waits for the answer any more. */
  | 'landsLate'
  | 'throttles';

/** So much later, in ms, Slack may carry out what nobody waits for. */
const LANDS_WITHIN_MS = 9_500;

type Answer = SendResult<never>;

/** The way of one process to Slack. */
export class SlackLine {
  constructor(
    private readonly process: Process,
    private readonly slack: WorldSlack,
    private readonly queue: EventQueue,
    private readonly behavior: (call: Call) => SlackBehavior,
    private readonly prng: Prng,
    private readonly rateLimits: RateLimitChecker,
  ) {}

  readonly port: SlackMessageApi = {
    post: (what) => this.call({ method: 'post', ...what }),
    update: (what) => this.call({ method: 'update', ...what }),
    find: (what) => this.call({ method: 'find', ...what }),
    remove: (what) => this.call({ method: 'remove', ...what }),
  };

  private call<T>(call: Call): Promise<SendResult<T>> {
    return new Promise((resolve) => {
      const behavior = this.behavior(call);
      const answer = (outcome: Answer, ms: number): void => {
        const givenMs = this.queue.nowMs;
        this.process.schedule(ms, () => {
          this.rateLimits.answered(call, outcome, givenMs);
          resolve(outcome);
        });
      };
      if (!this.process.calls('slack')) return;
      this.rateLimits.called(call);
      this.make(call, behavior, answer);
    });
  }

  private make(call: Call, behavior: SlackBehavior, answer: (outcome: Answer, ms: number) => void): void {
    const { prng, queue } = this;
    const thereMs = prng.between(20, 150);
    const backMs = prng.between(20, 150);
    const does = (ms: number, then: (outcome: Answer) => void): void =>
      queue.after(ms, () => then(this.slack.does(call) as Answer));
    const replies = (outcome: Answer): void => answer(outcome, backMs);
    const unknown = (detail: string): Answer => ({ kind: 'ambiguous', detail });
    const doesUnheard = (ms: number): void => {
      does(ms, () => undefined);
      answer(unknown('no answer in time'), TIMEOUT_MS);
    };
    switch (behavior) {
      case 'notSent':
        answer({ kind: 'not_sent', detail: 'ECONNREFUSED' }, prng.between(1, 50));
        break;
      case 'failsBefore':
        answer(unknown('HTTP 503'), thereMs + backMs);
        break;
      case 'failsAfter':
        does(thereMs, () => answer(unknown('HTTP 502'), backMs));
        break;
      case 'slow':
        does(prng.between(0.2, 0.5) * TIMEOUT_MS, replies);
        break;
      case 'tooSlow':
        doesUnheard(prng.between(0.1, 0.9) * TIMEOUT_MS);
        break;
      case 'landsLate':
        doesUnheard(TIMEOUT_MS + prng.between(0, LANDS_WITHIN_MS));
        break;
      case 'throttles': {
        const retryAfterMs = prng.whole(1, 60) * 1000;
        queue.after(thereMs, () => answer({ kind: 'rate_limited', retryAfterMs }, backMs));
        break;
      }
      case 'normal':
        does(thereMs, replies);
    }
  }
}
