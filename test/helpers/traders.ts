import type { LiveStatusSnapshot } from '../../src/monitors/live/liveSnapshot';
import { type SignReading, USUAL_TTL_MS } from '../../src/monitors/live/signReading';
import { type Mode, placeOfId } from '../../src/state/keys';
import { healthy, noBeat, noPortfolio, noStats } from './snapshots';

/** Every story begins here: times in stories are seconds from it. */
export const START = new Date('2026-11-22T03:00:00Z');

export const second = (seconds: number): Date => new Date(START.getTime() + Math.round(seconds * 1000));

/** From and to, in seconds. */
export type Span = readonly [from: number, to: number];

export const ALWAYS: Span = [-600, Infinity];

/** A key that is written again and again while its writer lives. */
export interface Writes {
  readonly spans: readonly Span[];
  /** Seconds from write to write. */
  readonly every?: number;
  /** The writer's clock minus the true time, in seconds. */
  readonly skew?: number | ((t: number) => number);
  /** The key's TTL in seconds, or null for none; the usual one unless given. */
  readonly ttl?: number | null | ((t: number) => number | null);
}

/** How a trader behaves through a story. */
export interface Trader {
  readonly target: `${Mode}:${string}`;
  /** While it writes heartbeats. */
  readonly beats: readonly Span[];
  /** Seconds from beat to beat. */
  readonly beatEvery?: number;
  /** Its clock minus the true time, in seconds. */
  readonly skew?: Writes['skew'];
  /** False: its heartbeat's key never expires. */
  readonly hasTtl?: boolean;
  /** While it writes its portfolio, every second unless said otherwise. */
  readonly portfolio?: Writes;
  /** Other heartbeat components, by name. */
  readonly others?: Readonly<Record<string, Writes>>;
  /** What else it reports, by the second. */
  readonly reports?: (t: number) => Partial<LiveStatusSnapshot>;
}

export const trader = (
  target: Trader['target'],
  beats: readonly Span[],
  rest: Partial<Trader> = {},
): Trader => ({
  target,
  beats,
  ...rest,
});

/** A trader as it runs today: it writes its portfolio every second, and no heartbeat. */
export const realTrader = (
  target: Trader['target'],
  spans: readonly Span[],
  rest: Partial<Writes> = {},
  reports: Trader['reports'] = () => ({}),
): Trader => ({ target, beats: [], portfolio: { spans, every: 1, ...rest }, reports });

/** When the key was last written, in seconds; null when it never was. */
function lastWrite({ spans, every = 10 }: Writes, t: number): number | null {
  const span = spans.filter(([from]) => from <= t).at(-1);
  if (span === undefined) return null;
  const [from, to] = span;
  return from + Math.floor((Math.min(t, to) - from) / every) * every;
}

/** The key as it stands in Redis at a second; null where it was never written, or has expired. */
function reading(
  kind: SignReading['kind'],
  component: string,
  writes: Writes,
  t: number,
): SignReading | null {
  const written = lastWrite(writes, t);
  if (written === null) return null;
  const ttl = typeof writes.ttl === 'function' ? writes.ttl(t) : writes.ttl;
  const ttlMs = ttl === null ? null : (ttl ?? USUAL_TTL_MS[kind] / 1000) * 1000 - (t - written) * 1000;
  if (ttlMs !== null && ttlMs <= 0) return null;
  const skew = typeof writes.skew === 'function' ? writes.skew(written) : (writes.skew ?? 0);
  const at = second(written + skew);
  return { kind, component, text: at.toISOString(), at, ttlMs };
}

/** What stands in Redis of a trader at a second. */
function signsAt(trader: Trader, t: number): SignReading[] {
  const { beats, beatEvery, skew, hasTtl = true, portfolio, others = {} } = trader;
  const own: Writes = {
    spans: beats,
    ...(beatEvery !== undefined && { every: beatEvery }),
    ...(skew !== undefined && { skew }),
    ...(!hasTtl && { ttl: null }),
  };
  return [
    reading('heartbeat', 'trader', own, t),
    ...Object.entries(others).map(([component, writes]) => reading('heartbeat', component, writes, t)),
    portfolio === undefined ? null : reading('portfolio', 'portfolio', portfolio, t),
  ].flatMap((each) => each ?? []);
}

/** What the bot reads of a trader at a second. */
export function snapshotOf(trader: Trader, t: number): LiveStatusSnapshot {
  const { mode, env } = placeOfId(trader.target) ?? { mode: 'paper' as const, env: 'docker' };
  const signs = signsAt(trader, t);
  const reports = trader.reports?.(t) ?? {};
  return {
    ...healthy,
    ...noStats,
    ...noBeat,
    ...noPortfolio,
    mode,
    env,
    liveMetrics: [],
    metricsAgeMs: null,
    breakerActive: null,
    signs,
    reportsNothing: signs.length === 0 && Object.values(reports).every((value) => value === null),
    timestamp: second(t),
    ...reports,
  };
}
