import type { PostWebhook, WebhookResult } from '../../src/notify/webhooks/postWebhook';
import type { WebhookRequestRecord } from '../invariants/history';
import { WEBHOOK_SECRET } from './addressing';
import type { EventQueue } from './eventQueue';
import type { Prng } from './prng';
import type { Process } from './process';

const NO_ANSWER_MS = 8_000;
/** Once an answer was heard, whoever heard it has stored so within this, in ms. */
const STORED_WITHIN_MS = 5_000;

type Recorded = { -readonly [K in keyof WebhookRequestRecord]: WebhookRequestRecord[K] };

const failed = (detail: string): WebhookResult => ({ kind: 'failed', detail, retryAfterMs: null });

/** Whoever is called by webhook. It fails at every second page's first request, or does not answer that. */
export class WebhookReceiver {
  readonly requests: Recorded[] = [];
  isAway = false;
  private readonly tried = new Set<string>();

  constructor(
    private readonly queue: EventQueue,
    private readonly prng: Prng,
  ) {}

  /** The way of one process to it. `canStore`: whether that process can store what came of a request. */
  lineOf(process: Process, by: string, canStore: () => boolean): PostWebhook {
    return ({ headers, body }) =>
      new Promise((resolve) => {
        const { prng, queue } = this;
        const answer = (result: WebhookResult, ms: number): void =>
          process.schedule(ms, () => resolve(result));
        if (!process.calls('webhook')) return;
        if (this.isAway) {
          answer(failed('ECONNREFUSED'), prng.between(1, 50));
          return;
        }
        queue.after(prng.between(20, 150), () => {
          const key = headers['idempotency-key'] ?? '';
          const fails = this.tried.has(key) ? null : prng.oneOf(['at once', 'unheard', null, null]);
          this.tried.add(key);
          if (fails === 'at once') {
            answer(failed('HTTP 503'), prng.between(20, 150));
            return;
          }
          const request = this.take({ key, body, by });
          if (fails === 'unheard') {
            answer(failed('no answer in time'), NO_ANSWER_MS);
            return;
          }
          process.schedule(prng.between(20, 150), () => {
            request.heardAt = queue.nowMs;
            const wasAble = canStore();
            queue.after(STORED_WITHIN_MS, () => {
              request.isStored = wasAble && process.isAlive && canStore();
            });
            resolve({ kind: 'accepted' });
          });
        });
      });
  }

  private take({
    key,
    body,
    by,
  }: {
    readonly key: string;
    readonly body: string;
    readonly by: string;
  }): Recorded {
    const { event, dedup_key } = JSON.parse(body) as Readonly<Record<string, string>>;
    const request: Recorded = {
      ...{ key, by, event: event ?? '', dedupKey: dedup_key ?? '', at: this.queue.nowMs },
      ...{
        heardAt: null,
        isStored: false,
        hasSecret: body.includes(WEBHOOK_SECRET) || /xox[bp]-|xapp-/.test(body),
      },
    };
    this.requests.push(request);
    return request;
  }
}
