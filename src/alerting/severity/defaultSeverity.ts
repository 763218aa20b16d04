import { placeOfId } from '../../state/keys';
import type { Severity } from './severity';

/** What the severity of a condition or an event depends on where the configuration says nothing. */
export interface SeverityInput {
  readonly rule: string;
  readonly target: string;
  /** Null where that is not known, which counts as real money. */
  readonly realMoney: boolean | null;
  /** Of an event; `loud`: about real money. Null for a condition. */
  readonly level?: 'loud' | 'normal' | null;
  /** Of an event that tells several things. */
  readonly what?: unknown;
}

const isLive = (target: string): boolean => placeOfId(target)?.mode === 'live';

const byMoney = ({ target, realMoney }: SeverityInput): Severity =>
  isLive(target) && realMoney !== false ? 'critical' : 'warning';

/** What begins is loud; that it is over only informs. */
const byLevel = ({ level }: SeverityInput): Severity => (level === 'loud' ? 'critical' : 'info');

/** A rule that is not listed needs a person: it is a warning. */
const BY_RULE: Readonly<Record<string, (input: SeverityInput) => Severity>> = {
  no_sign_of_life: byMoney,
  no_heartbeat: byMoney,
  stale_portfolio: byMoney,
  safety_violations: byMoney,
  balance_drop: byMoney,
  price_feed: byMoney,
  no_trades: byMoney,
  circuit_breaker: ({ target }) => (isLive(target) ? 'critical' : 'warning'),
  live_trading: byLevel,
  control: byLevel,
  tuning: ({ what }) => (what === 'finished' ? 'info' : 'warning'),
  test: () => 'info',
  // Only where nothing is known of the traders: else it follows from whether one of them trades with real money.
  monitoring_outage: () => 'critical',
};

export const defaultSeverity = (input: SeverityInput): Severity =>
  Object.hasOwn(BY_RULE, input.rule) ? (BY_RULE[input.rule]?.(input) ?? 'warning') : 'warning';
