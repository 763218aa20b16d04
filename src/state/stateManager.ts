import { captureTypeError, FieldReader, type ReadResult } from './fieldReader';
import { DEFAULT_KEY_PREFIX } from './keys';
import { type ParseResult, pythonMetric, pythonNumber, pythonTime } from './pythonValues';
import type { StateStore } from './store';

/** Heartbeat and portfolio times carry no zone and are UTC. Source: the trading system's own code. */
const TRADER_ZONE = 'UTC';

export interface Heartbeat {
  readonly component: string;
  /** What stands there, as text; null when the key is of another type. */
  readonly text: string | null;
  /** The time the trader wrote; null when it cannot be parsed. */
  readonly at: Date | null;
  /** The ms until the key expires, by Redis's clock; null when it never does. */
  readonly ttlMs: number | null;
}

export interface Portfolio {
  readonly totalBalance: number | null;
  readonly availableBalance: number | null;
  readonly totalPositionValue: number | null;
  readonly utilizationRate: number | null;
  readonly at: Date | null;
  /** All that stands there, as text: the same text is the same write. */
  readonly text: string;
  /** The ms until the key expires, by Redis's clock; null when it never does. */
  readonly ttlMs: number | null;
  /** Fields that are null because they could not be parsed. */
  readonly unreadable: readonly PortfolioField[];
}

const NAME_OF = {
  totalBalance: 'total_balance',
  availableBalance: 'available_balance',
  totalPositionValue: 'total_position_value',
  utilizationRate: 'utilization_rate',
  at: 'timestamp',
} as const;
export type PortfolioField = keyof typeof NAME_OF;
export const PORTFOLIO_FIELDS = Object.keys(NAME_OF) as PortfolioField[];

/** The trading system's own live metrics: those that are read of a hash which is too large to be read whole. */
const OWN_METRICS = [
  'live_mode',
  'live_enabled',
  'dry_run',
  'safety_mode',
  'circuit_breaker_active',
  'trades_today',
  'daily_loss',
  'total_loss',
  'positions_count',
  'orders_count',
  'total_balance',
  'available_balance',
  'win_rate',
  'avg_trade_pnl',
];

export interface Metric {
  readonly name: string;
  /** Null where it could not be parsed. */
  readonly value: number | boolean | null;
}

export interface LiveMetrics {
  /** In the order of their names. */
  readonly metrics: readonly Metric[];
  /** The ms until the hash expires, by Redis's clock; null when it never does, or there is none. */
  readonly ttlMs: number | null;
}

/**
 * Reads the keys of one trader's namespace, each as the type it has. What cannot be parsed comes back as problems; only a
 * state that cannot be read is thrown (StateUnavailableError). Reads begun in one tick make one round trip.
 */
export class StateManager {
  constructor(
    private readonly store: StateStore,
    private readonly namespace: string,
    private readonly keyPrefix: string = DEFAULT_KEY_PREFIX,
  ) {}

  /** A counter or gauge such as `trades_total`; null when nobody wrote it. */
  async stat(name: string): Promise<ReadResult<number | null>> {
    const key = this.key('stats', name);
    const { value: text, problems } = await captureTypeError(this.store.string(key));
    return text === null ? { value: null, problems } : parsed(key, pythonNumber(text));
  }

  /** The component's last heartbeat; null when there is none within the key's 60 s. */
  async heartbeat(component: string): Promise<ReadResult<Heartbeat | null>> {
    const key = this.key('heartbeat', component);
    const [{ value: text, problems }, ttlMs] = await Promise.all([
      captureTypeError(this.store.string(key)),
      this.store.ttlMs(key),
    ]);
    if (text === null && problems.length === 0) return { value: null, problems };
    const at = text === null ? { value: null, problems } : parsed(key, pythonTime(text, TRADER_ZONE));
    return { value: { component, text, at: at.value, ttlMs }, problems: at.problems };
  }

  /** The portfolio; null when it has expired, 300 s after it was last written. A missing field is not reported. */
  async portfolio(): Promise<ReadResult<Portfolio | null>> {
    const key = this.key('portfolio', 'state');
    const [found, ttlMs] = await Promise.all([
      captureTypeError(this.store.hash(key, Object.values(NAME_OF))),
      this.store.ttlMs(key),
    ]);
    if (found.value === null) return { value: null, problems: found.problems };
    const fields = new FieldReader(key, found.value);
    const number = (name: PortfolioField) => fields.optional(NAME_OF[name], pythonNumber);
    const value = {
      totalBalance: number('totalBalance'),
      availableBalance: number('availableBalance'),
      totalPositionValue: number('totalPositionValue'),
      utilizationRate: number('utilizationRate'),
      at: fields.optional(NAME_OF.at, (text) => pythonTime(text, TRADER_ZONE)),
    };
    const unreadable = PORTFOLIO_FIELDS.filter((name) => fields.isUnparsable(NAME_OF[name]));
    const text = JSON.stringify(PORTFOLIO_FIELDS.map((name) => found.value?.get(NAME_OF[name]) ?? null));
    return { value: { ...value, text, ttlMs, unreadable }, problems: fields.problems };
  }

  /** The live metrics; none when none are reported. */
  async liveMetrics(): Promise<ReadResult<LiveMetrics>> {
    const key = this.key('metrics', 'live');
    const [found, ttlMs] = await Promise.all([
      captureTypeError(this.store.hash(key, OWN_METRICS)),
      this.store.ttlMs(key),
    ]);
    if (found.value === null) return { value: { metrics: [], ttlMs: null }, problems: found.problems };
    const fields = new FieldReader(key, found.value);
    const metrics = fields
      .names()
      .sort()
      .map((name) => ({ name, value: fields.read(name, pythonMetric) }));
    return { value: { metrics, ttlMs }, problems: fields.problems };
  }

  private key(...parts: string[]): string {
    return [this.namespace, this.keyPrefix, ...parts].join(':');
  }
}

const parsed = <T>(key: string, result: ParseResult<T>): ReadResult<T | null> =>
  'value' in result
    ? { value: result.value, problems: [] }
    : { value: null, problems: [{ key, what: result.error }] };
