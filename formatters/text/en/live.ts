import type { Hint } from '../../../src/alerting/hints';
import type { RealMoney } from '../../../src/alerting/observation/realMoney';
import type { SignOfLife } from '../../../src/alerting/observation/signOfLife';
import type { TargetStatus } from '../../../src/alerting/state/targetStatus';
import { bold, joined, line, literal, mention, type TextSpan, time } from '../../blockKit/blocks';
import { count } from '../numbers';
import { common, type MissingReason } from './common';
import { ago, duration, pluralize } from './units';

type Sign = Pick<SignOfLife, 'kind' | 'ageMs' | 'isAtMost'>;
/** Enabled or not, armed or not; where that is not known, why not. */
export type Flag = boolean | MissingReason;

const STATUS = {
  unknown: 'Unknown',
  down: 'Down',
  not_reported: 'Not reported',
  no_heartbeat: 'Portfolio updating, no heartbeat',
  stale_portfolio: 'Portfolio stale',
  late: 'Late',
  ok: 'Alive',
} satisfies Record<TargetStatus, string>;

const CLAUSE = {
  unknown: 'may or may not be alive',
  down: 'is down',
  not_reported: 'gives no sign of life',
  no_heartbeat: 'updates its portfolio, but sends no heartbeat',
  stale_portfolio: 'sends heartbeats, but its portfolio is stale',
  late: 'is late',
  ok: 'is alive',
} satisfies Record<TargetStatus, string>;

const signAge = ({ ageMs, isAtMost }: Sign): string =>
  ageMs === null
    ? 'at an unknown time'
    : `${isAtMost && ageMs >= 1_000 ? 'at most ' : ''}${duration(ageMs)} ago`;

const flag = (value: Flag, name: string): string =>
  typeof value === 'boolean' ? (value ? name : `not ${name}`) : `${name} ${common.missing[value]}`;

/** `enabled and armed`, `enabled, not armed`, `not reported`, `enabled, armed not understood`. */
const flags = (enabled: Flag, armed: Flag): string => {
  if (typeof enabled !== 'boolean' && enabled === armed) return common.missing[enabled];
  if (enabled === true && armed === true) return 'enabled and armed';
  return `${flag(enabled, 'enabled')}, ${flag(armed, 'armed')}`;
};

/** What the trading system does not do: who (null: the trader), what, and the heading of the page about it. */
interface HintText {
  readonly subject: string | null;
  readonly predicate: string;
  readonly heading: string;
}

/** How a trader is: on every screen. */
export const live = {
  status: STATUS,
  /** `paper docker is alive: heartbeat 12 s ago`. */
  clause: (name: string, status: TargetStatus, sign: string | null) =>
    `${name} ${CLAUSE[status]}${sign === null ? '' : `: ${sign}`}`,

  noSign: 'no sign of life in Redis',
  /** `portfolio written 2 s ago`, `heartbeat at most 12 s ago`. */
  sign: (sign: Sign) => `${sign.kind === 'portfolio' ? 'portfolio written' : 'heartbeat'} ${signAge(sign)}`,
  briefSign: (sign: Sign) => `${sign.kind} ${signAge(sign)}`,
  portfolioAlone: (sign: string, isObserved: boolean) =>
    `${sign} (${isObserved ? 'this trader sends no heartbeat' : 'no heartbeat now'})`,
  lastHeartbeat: (sign: Sign) => `last heartbeat ${signAge(sign)}`,
  signLine: (sign: string, component: string | null): TextSpan[] =>
    line`${sign}${component === null ? null : line`, from ${literal(component)}`}.`,
  downSince: (at: Date): TextSpan[] => line`Down since ${time(at)}.`,
  lastSeenDown: (at: Date): TextSpan[] => line`Last seen down, since ${time(at)}.`,
  portfolioStaleSince: (at: Date): TextSpan[] => line`Portfolio stale since ${time(at)}.`,
  oneSignSince: 'One new sign of life since then; a second one confirms the recovery.',

  noData: (name: string) => `${name} reports nothing: Redis holds no data for it.`,
  nobody: 'No trader reports anything.',
  nobodyOf: (names: string) => `No trader reports anything: Redis holds no data for ${names}.`,
  nothingReportedBy: (names: string) => `Nothing reported by ${names}.`,
  moreTraders: (n: number) => `… and ${pluralize(n, 'more trader')}.`,
  metrics: (text: string): TextSpan[] => line`${bold('Its own metrics: ')}${text}`,
  metricsAge: (metrics: string, ageMs: number | null) =>
    `${metrics} (${ageMs === null ? 'of unknown age' : `${duration(ageMs)} old`})`,
  yes: 'yes',
  no: 'no',
  columns: { current: 'reported', old: 'last reported' },
  rows: {
    trades: 'Trades',
    tradesToday: 'Trades today',
    tradesTodayByMetrics: 'Trades today, by its metrics',
    tradesTotal: 'Trades, total',
    breaker: 'Circuit breaker',
    breakerActive: 'ACTIVE',
    breakerInactive: 'not active',
    safety: 'Safety',
    breakerTrips: 'Breaker trips, total',
    violations: 'Safety violations, total',
    portfolio: 'Portfolio',
    balance: 'Balance',
    available: 'Available',
    inPositions: 'In positions',
    utilization: 'Utilization',
  },
  portfolioAge: (ms: number) => `portfolio ${duration(ms)} old`,
  portfolioAgeUnknown: 'age of the portfolio unknown',
  /** `42 trades today, balance 10,012,345.67`. */
  figures: (trades: number | null, isByMetrics: boolean, noTrades: string, balance: string) =>
    `${trades === null ? `trades today ${noTrades}` : `${pluralize(trades, 'trade')} today`}${isByMetrics ? ' (by its metrics)' : ''}, balance ${balance}`,
  noFigures: (reason: string) => `trades and balance are ${reason}`,

  flags,
  tradingByMetrics: (isLive: boolean) => `${isLive ? 'enabled' : 'off'}, by its metrics`,
  trading: (state: string, money: string | null) =>
    `Live trading: ${state}.${money === null ? '' : ` ${money}`}`,
  noRealOrders: 'No real orders.',
  /** Whether real money is at stake, and what says so. */
  realMoney: ({ value, by, lastOrderAt, contradictedBy }: RealMoney, now: Date) => {
    if (value === null) return 'Real money: unknown. Nothing in Redis says whether it sends real orders.';
    const not = value ? ' not' : '';
    const but =
      contradictedBy === null
        ? ''
        : `, although its ${contradictedBy} say that it is${not} ${contradictedBy === 'flags' ? 'enabled and armed' : 'live'}`;
    if (!value)
      return `No real orders${by === 'metrics' ? ': live trading is off, by its metrics' : ''}${but}.`;
    if (by === 'orders' && lastOrderAt !== null)
      return `REAL MONEY: it sends real orders, the last one ${ago(lastOrderAt, now)}${but}.`;
    return `REAL MONEY: live trading is ${by === 'metrics' ? 'enabled, by its metrics' : 'enabled and armed'}${but}.`;
  },

  warning: (text: string): TextSpan => bold(`⚠️ ${text}`),
  armedThoughNotLive: (mode: string) => `This is ${mode}, yet it reports live trading as enabled and armed.`,
  breakerIsActive: 'The circuit breaker is ACTIVE.',
  portfolioIsOld: (ms: number) => `The portfolio is ${duration(ms)} old.`,
  clockSkew: (ms: number) =>
    `The trader's clock is ${duration(Math.abs(ms))} ${ms > 0 ? 'ahead of' : 'behind'} this bot's.`,
  portfolioInFuture: (ms: number) => `The portfolio's time is ${duration(ms)} in the future.`,

  seeOpenAlerts: (n: number) => `🔔 ${common.openAlerts(n)}: see /arb-alerts.`,
  acknowledgedBy: (by: string): TextSpan[] => line`👤 Acknowledged by ${mention(by)}.`,

  /** `PANIC since … by risk: loss limit; no trading of BTC/KRW`, without the mode. */
  control: (
    updatedAt: Date | null,
    updatedBy: string | null,
    reason: TextSpan | null,
    symbols: readonly TextSpan[],
    more: number,
  ): TextSpan[] =>
    joined([
      updatedAt && line` since ${time(updatedAt)}`,
      updatedBy === null ? null : line` by ${literal(updatedBy)}`,
      reason && line`: ${reason}`,
      symbols.length === 0 ? null : line`; no trading of ${joined(symbols, ', ')}`,
      more <= 0 ? null : ` and ${pluralize(more, 'other symbol')}`,
    ]),
  run: (runId: string, control: TextSpan[]): TextSpan[] => line`Run ${literal(runId, 40)}: ${control}.`,

  overview: {
    /** `🔴 Down, 2 of 5: live docker · REAL MONEY`. */
    heading: (what: string, few: number, all: number, names: string, isRealMoney: boolean) =>
      `${what}${all === 1 ? '' : `, ${few} of ${all}`}: ${names}${isRealMoney ? ' · REAL MONEY' : ''}`,
    openAlerts: (names: string) => `🟠 Open alerts: ${names}`,
    noSigns: 'No trader gives a sign of life',
    alive: (n: number) => (n === 1 ? '1 trader, alive' : `${count(n)} traders, all alive`),
    aliveButOpen: (alive: string, names: string) => `🟠 ${alive}; open alerts: ${names}`,
    downSince: (at: Date): TextSpan[] => line` · down since ${time(at)}`,
    aliveAre: (names: string) => `Alive: ${names}.`,
  },

  hint: (text: string, place: TextSpan): TextSpan[] => line`💡 ${text}. See ${place}.`,
  hintPlace: (page: string, heading: string) => `docs/${page}, “${heading}”`,
  hints: {
    no_heartbeat: {
      subject: null,
      predicate: 'writes neither heartbeats nor metrics',
      heading: 'The live trader writes no heartbeat and no metrics',
    },
    raised_flag: {
      subject: null,
      predicate: 'has a flag above 1, which one decrement does not switch off',
      heading: 'Flags can only be incremented',
    },
    outdated_metrics: {
      subject: null,
      predicate: 'no longer writes its metrics, and the old ones are still there',
      heading: 'Old metrics stay in Redis',
    },
    eviction: {
      subject: 'Redis',
      predicate: 'may evict keys of any kind when its memory is full',
      heading: 'Production Redis evicts',
    },
  } satisfies Record<Hint, HintText>,
  hintOfTrader: (predicate: string) => `This trader ${predicate}`,
};
