import type { LiveStatusSnapshot } from '../../monitors/live/liveSnapshot';
import { type SignKind, type SignReading, USUAL_TTL_MS } from '../../monitors/live/signReading';
import { placeOfId } from '../../state/keys';
import type { PastTarget } from './pastTarget';

/** What a check would have read of a target, as far as it was recorded; null for one that it did not look at. */
export function pastSnapshot(past: PastTarget, checkMs: number): LiveStatusSnapshot | null {
  const place = past.isThere(checkMs) ? placeOfId(past.target) : null;
  if (place === null) return null;
  const signs = past.signs.map((timeline) => {
    const { sign, knownFromMs } = timeline;
    return checkMs < knownFromMs ? unwritten(sign) : readingOf(sign, timeline.writtenMs(checkMs), checkMs);
  });
  const flags = past.flags(checkMs);
  const counters = past.counters(checkMs);
  const values = past.values(checkMs);
  const reported = { ...NOTHING_REPORTED, ...values, ...counters, ...flags };
  return {
    ...reported,
    ...place,
    ...NOT_RECORDED,
    signs,
    tradesTodayBy: reported.tradesToday === null ? null : 'stats',
    reportsNothing: signs.every(isExpired) && Object.values(reported).every((value) => value === null),
    timestamp: new Date(checkMs),
  };
}

const isExpired = ({ ttlMs }: SignReading): boolean => ttlMs !== null && ttlMs <= 0;

export const kindOf = (sign: string): SignKind => (sign === 'portfolio' ? 'portfolio' : 'heartbeat');
export const componentOf = (sign: string): string => sign.replace(/^heartbeat:/, '');

/** Also once its key has expired: not every check before is evaluated, and this may be the first that would have seen that write. */
function readingOf(sign: string, writtenMs: number, checkMs: number): SignReading {
  const at = new Date(writtenMs);
  const ttlMs = USUAL_TTL_MS[kindOf(sign)] - (checkMs - writtenMs);
  return { kind: kindOf(sign), component: componentOf(sign), text: at.toISOString(), at, ttlMs };
}

/** It stood there, and no write of it was observed yet. */
const unwritten = (sign: string): SignReading => ({
  ...{ kind: kindOf(sign), component: componentOf(sign), text: '', at: null, ttlMs: null },
});

const NOTHING_REPORTED = {
  totalBalance: null,
  availableBalance: null,
  totalPositionValue: null,
  utilizationRate: null,
  tradesTotal: null,
  tradesToday: null,
  safetyViolationsTotal: null,
  circuitBreakerTriggersTotal: null,
} as const;

/** No rule that is rehearsed looks at these. */
const NOT_RECORDED = {
  heartbeat: 'absent',
  lastHeartbeat: null,
  heartbeatComponent: null,
  heartbeatAgeMs: null,
  clockSkewMs: null,
  hasRaisedFlag: false,
  portfolioAt: null,
  portfolioAgeMs: null,
  liveMetrics: [],
  metricsAgeMs: null,
  areMetricsOutdated: false,
  unreadable: [],
  problems: [],
} as const;
