import type { LiveStatusSnapshot } from '../../monitors/live/liveSnapshot';
import type { WatchedRecords } from '../../monitors/records/watchedRecords';
import type { TuningStatusSnapshot } from '../../monitors/tuning/tuningSnapshot';
import type { StoreOutage, UnavailableReason } from '../../redis/errors';
import type { ControlState } from '../../state/controlState';
import type { RecentBalances } from '../evidence/recentBalances';
import type { TargetId } from '../incidents/incident';

/** What one check saw of all targets. */
export type Observation = Observed | Unavailable;

export interface Observed {
  readonly kind: 'observed';
  readonly at: Date;
  /** When this instance itself last saw the traders, and that or another's observation was stored; absent where it did not. */
  readonly lastObservedByThisInstance?: Date | null;
  /** Only some targets were observed, on purpose: all else is as it was. */
  readonly isPartial?: boolean;
  /** When this instance last observed only some, and that was stored. */
  readonly lastPartialByThisInstance?: Date | null;
  /** When this instance last could not see the traders; absent or null where it always could. */
  readonly lastFailedByThisInstance?: Date | null;
  readonly snapshots: readonly LiveStatusSnapshot[];
  /** The tuning sessions; null when this check did not look for them. */
  readonly sessions: readonly TuningStatusSnapshot[] | null;
  /** Those of which the last pass over the keyspace found a key. */
  readonly found?: ReadonlySet<TargetId>;
  /** When each live target last wrote a real order or execution, as far as is known, by our clock. */
  readonly lastRealOrders?: ReadonlyMap<TargetId, Date>;
  /** What each target of which a record is known has recorded of its orders and prices; absent when they were not read. */
  readonly records?: ReadonlyMap<TargetId, WatchedRecords>;
  /** The control states of the runs that are known; absent when this check could not read them. */
  readonly controls?: readonly ControlState[];
  /** Names the Redis that was read, where another may take over from it; null where none can. */
  readonly source?: string | null;
  /** Redis had lost what the bot stored last: what it has of the traders may be older than it was, or gone. */
  readonly afterDataLoss?: boolean;
  /** The `maxmemory_policy` by which the Redis that holds what the bot keeps may evict it; absent or null for none. */
  readonly storeEviction?: string | null;
  /** True where the traders' Redis may evict keys of any kind; absent where that is not known. */
  readonly mayEvict?: boolean;
  /** What the targets reported of their balances in the last hour, as far as this instance observed; absent for nothing. */
  readonly recentBalances?: RecentBalances;
  /** Why nothing could be stored in the outage that ends with this observation; absent or null for no such reason. */
  readonly storeOutage?: StoreOutage | null;
}

/** The traders could not be seen; nothing is known of them, and nothing may be concluded. */
export interface Unavailable {
  readonly kind: 'unavailable';
  readonly at: Date;
  readonly reason: UnavailableReason;
}
