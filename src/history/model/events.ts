import type { TargetStatus } from '../../alerting/state/targetStatus';
import type { TargetId } from '../../state/keys';
import type { FlagValues, HistoryFlag } from './checkRecord';
import type { CounterField } from './fields';
import type { GapReason } from './gap';

/** A sign of life is absent for so long before that is an event, in ms. */
export const SILENCE_MIN_MS = 10_000;

/** What is kept of each target beside its values, exact to the check interval. */
export type HistoryEvent =
  | SignEvent
  | SilenceEvent
  | StatusEvent
  | LifeEvent
  | FlagEvent
  | CounterEvent
  | GapEvent;

interface OfTarget {
  readonly target: TargetId;
  /** When it began, or the check that noticed. Events are in this order. */
  readonly at: Date;
}

/** A write of this sign of life was observed for the first time. */
export interface SignEvent extends OfTarget {
  readonly kind: 'sign';
  /** `heartbeat:trader`, `portfolio`. */
  readonly sign: string;
}

/** A sign of life was older than 10 s at a check. */
export interface SilenceEvent extends OfTarget {
  readonly kind: 'silence';
  /** `heartbeat:trader`, `portfolio`. */
  readonly sign: string;
  /** The last check at which it was still silent. */
  readonly lastSilentAt: Date;
  /** The write that was observed next; null while there is none. */
  readonly endedAt: Date | null;
}

export interface StatusEvent extends OfTarget {
  readonly kind: 'status';
  readonly from: TargetStatus | null;
  readonly to: TargetStatus;
}

/** It went down, or came up; so uptime is counted. */
export interface LifeEvent extends OfTarget {
  readonly kind: 'life';
  readonly isDown: boolean;
  /** `at` is since when it is so; this is the check that noticed. */
  readonly noticedAt: Date;
}

/** A flag changed, or began or ceased to be reported (null). */
export interface FlagEvent extends OfTarget {
  readonly kind: 'flag';
  readonly flag: HistoryFlag;
  readonly from: boolean | null;
  readonly to: boolean | null;
}

/** Counters that rarely change, so that each change is an event. */
export const RARE_COUNTERS = [
  'safetyViolationsTotal',
  'circuitBreakerTriggersTotal',
] as const satisfies readonly CounterField[];

/** A counter changed that rarely does. */
export interface CounterEvent extends OfTarget {
  readonly kind: 'counter';
  readonly counter: (typeof RARE_COUNTERS)[number];
  readonly from: number | null;
  readonly to: number;
}

/** No target was watched from `at` to `to`. */
export interface GapEvent {
  readonly kind: 'gap';
  readonly at: Date;
  readonly to: Date;
  readonly reason: Extract<GapReason, 'bot_down' | 'redis_unavailable' | 'not_recorded'>;
}

/** How a target was at one moment, as far as it is recorded; null where it is not. */
export interface StateAt {
  readonly target: TargetId;
  readonly status: TargetStatus | null;
  readonly isDown: boolean | null;
  readonly flags: FlagValues;
  readonly counters: Readonly<Record<CounterEvent['counter'], number | null>>;
  /** Those of which a write was observed. */
  readonly signs: readonly string[];
}

export interface TargetEvents {
  /** How it was before the first of them. */
  readonly before: StateAt;
  /** Ascending by `at`; those that began before `from` and lasted into the span are among them. */
  readonly events: readonly HistoryEvent[];
}
