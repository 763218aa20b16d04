import { FieldReader, type Found, valueOrProblem } from './fieldReader';
import { DEFAULT_KEY_PREFIX } from './keys';
import { pythonFlag, pythonMetric, pythonNumber, pythonTime, type Reading } from './pythonValues';
import type { StateStore } from './store';

/** Heartbeat and portfolio times carry no zone and are UTC. Source: the trading system's own code. */
const TRADER_ZONE = 'UTC';

export interface Heartbeat {
  readonly component: string;
  /** The time the trader wrote; null when it cannot be read. */
  readonly at: Date | null;
  /** The ms until the key expires, by Redis's clock; null when it never does, or is of another type. */
  readonly ttlMs: number | null;
}

export interface Portfolio {
  readonly totalBalance: number | null;
  readonly availableBalance: number | null;
  readonly totalPositionValue: number | null;
  readonly utilizationRate: number | null;
  readonly at: Date | null;
  /** Those that are null because what is there could not be understood. */
  readonly unreadable: readonly PortfolioField[];
}

const PORTFOLIO_FIELDS = {
  totalBalance: 'total_balance',
  availableBalance: 'available_balance',
  totalPositionValue: 'total_position_value',
  utilizationRate: 'utilization_rate',
  at: 'timestamp',
} as const;
export type PortfolioField = keyof typeof PORTFOLIO_FIELDS;
const PORTFOLIO_KEYS = Object.values(PORTFOLIO_FIELDS);
const PORTFOLIO_NAMES = Object.keys(PORTFOLIO_FIELDS) as PortfolioField[];

/** The live metrics that are read of a hash which is too large to be read whole: those that the trading system has of its own. */
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
  /** Null where it is there and could not be understood. */
  readonly value: number | boolean | null;
}

/**
 * The one way to a trader's state: reads the keys of one namespace, each as the type it has. Read-only.
 * What cannot be understood comes back as problems; only a state that cannot be read is thrown
 * (StateUnavailableError). Reads begun in one tick make one round trip.
 */
export class StateManager {
  constructor(
    private readonly store: StateStore,
    private readonly namespace: string,
    private readonly keyPrefix: string = DEFAULT_KEY_PREFIX,
  ) {}

  /** A counter or gauge such as `trades_total`; null when nobody wrote it. */
  stat(name: string): Promise<Found<number | null>> {
    return this.statAs(name, pythonNumber);
  }

  /** A 0-or-1 stat such as `live_armed`; null when nobody wrote it. */
  flag(name: string): Promise<Found<boolean | null>> {
    return this.statAs(name, pythonFlag);
  }

  /** The component's last beat; null when there is none within the key's 60 s. A key of another type is a beat too. */
  async heartbeat(component: string): Promise<Found<Heartbeat | null>> {
    const key = this.key('heartbeat', component);
    const [found, ttlMs] = await Promise.all([valueOrProblem(this.store.string(key)), this.store.ttlMs(key)]);
    if (found.value === null) {
      const absent = found.problems.length === 0;
      return { value: absent ? null : { component, at: null, ttlMs: null }, problems: found.problems };
    }
    const reading = pythonTime(found.value, TRADER_ZONE);
    return 'value' in reading
      ? { value: { component, at: reading.value, ttlMs }, problems: [] }
      : { value: { component, at: null, ttlMs }, problems: [{ key, what: reading.wrong }] };
  }

  /** The portfolio; null when it has gone, 300 s after it was last written. A field that it lacks is not reported. */
  async portfolio(): Promise<Found<Portfolio | null>> {
    const key = this.key('portfolio', 'state');
    const found = await valueOrProblem(this.store.hash(key, PORTFOLIO_KEYS));
    if (found.value === null) return { value: null, problems: found.problems };
    const fields = new FieldReader(key, found.value);
    const number = (name: PortfolioField) => fields.optional(PORTFOLIO_FIELDS[name], pythonNumber);
    const value = {
      totalBalance: number('totalBalance'),
      availableBalance: number('availableBalance'),
      totalPositionValue: number('totalPositionValue'),
      utilizationRate: number('utilizationRate'),
      at: fields.optional(PORTFOLIO_FIELDS.at, (text) => pythonTime(text, TRADER_ZONE)),
    };
    const unreadable = PORTFOLIO_NAMES.filter((name) => fields.isGarbled(PORTFOLIO_FIELDS[name]));
    return { value: { ...value, unreadable }, problems: fields.problems };
  }

  /** The live metrics in the order of their names; empty when none are reported. */
  async liveMetrics(): Promise<Found<readonly Metric[]>> {
    const key = this.key('metrics', 'live');
    const found = await valueOrProblem(this.store.hash(key, OWN_METRICS));
    if (found.value === null) return { value: [], problems: found.problems };
    const fields = new FieldReader(key, found.value);
    const value = fields
      .names()
      .sort()
      .map((name) => ({ name, value: fields.read(name, pythonMetric) }));
    return { value, problems: fields.problems };
  }

  private async statAs<T>(name: string, parse: (text: string) => Reading<T>): Promise<Found<T | null>> {
    const key = this.key('stats', name);
    const found = await valueOrProblem(this.store.string(key));
    if (found.value === null) return { value: null, problems: found.problems };
    const reading = parse(found.value);
    return 'value' in reading
      ? { value: reading.value, problems: [] }
      : { value: null, problems: [{ key, what: reading.wrong }] };
  }

  private key(...parts: string[]): string {
    return [this.namespace, this.keyPrefix, ...parts].join(':');
  }
}
