import type { EnvelopeRecord } from '../journal';
import type { JsonObject } from '../json';

/** What happened when something was sent to the app. */
export interface Delivery {
  /** Milliseconds until the acknowledgement; null when none came in time. */
  readonly ackMs: number | null;
  /** What the acknowledgement carried; null when nothing. */
  readonly ackBody: JsonObject | string | null;
  /** Why it failed, in Slack's words: `operation_timeout`, `dispatch_failed`, `http_service_error`; else null. */
  readonly failure: string | null;
}

/** A way to the app. Never rejects: a failure is a result. */
export interface Transport {
  readonly name: EnvelopeRecord['transport'];
  deliver(record: EnvelopeRecord): Promise<Delivery>;
}

/** A delivery that came to nothing. */
export function failed(failure: string): Delivery {
  return { ackMs: null, ackBody: null, failure };
}
