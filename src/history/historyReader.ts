import type { TargetId } from '../state/keys';
import type { DayClosing, Uptime } from './model/closing';
import type { TargetEvents } from './model/events';
import type { HistoryField } from './model/fields';
import type { HistoryHealth } from './model/health';
import type { RecordedSample } from './model/recordedSample';
import type { Series } from './model/series';

export interface SeriesQuery {
  readonly target: TargetId;
  readonly field: HistoryField;
  readonly from: Date;
  readonly to: Date;
  /** At most so many spans of equal length; those without a value are left out. */
  readonly points: number;
}

export interface RecordedTarget {
  readonly target: TargetId;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/**
 * What was recorded. Times are instants, and `to` is excluded; what lies after the last check is a gap only once a check was
 * missed. Every method rejects with HistoryUnavailableError where the history cannot be read in time, and with the
 * signal's reason.
 */
export interface HistoryReader {
  series(query: SeriesQuery, signal?: AbortSignal): Promise<Series>;
  /** The last `days` local days up to `until`, that one included, ascending; `zone` is an IANA time zone. */
  closings(query: ClosingsQuery, signal?: AbortSignal): Promise<readonly DayClosing[]>;
  events(query: SpanQuery, signal?: AbortSignal): Promise<TargetEvents>;
  uptime(query: SpanQuery, signal?: AbortSignal): Promise<Uptime>;
  /** All values of a target at once, the finest that are kept, ascending; for what goes through all of them. */
  samples(query: SamplesQuery, signal?: AbortSignal): Promise<readonly RecordedSample[]>;
  /** Every target of which there is a record, by name. */
  targets(signal?: AbortSignal): Promise<readonly RecordedTarget[]>;
  /** Never fails, and waits for nothing. */
  health(): HistoryHealth;
}

export interface SpanQuery {
  readonly target: TargetId;
  readonly from: Date;
  readonly to: Date;
}

export interface SamplesQuery extends SpanQuery {
  /** At most so many, the first ones: ask again from after the last. */
  readonly limit: number;
}

export interface ClosingsQuery {
  readonly target: TargetId;
  readonly days: number;
  readonly zone: string;
  readonly until: Date;
}

/** The history cannot be read, or not in time. The message is safe to show to anybody. */
export class HistoryUnavailableError extends Error {
  constructor(
    message: string,
    readonly health: HistoryHealth,
  ) {
    super(message);
    this.name = 'HistoryUnavailableError';
  }
}
