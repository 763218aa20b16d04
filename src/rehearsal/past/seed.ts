import { type AlertState, initialState } from '../../alerting';
import { LONG_KNOWN } from '../../alerting/observation/discovered';
import type { SignRecord } from '../../alerting/observation/signs';
import type { TargetRecord } from '../../alerting/state/alertState';
import { USUAL_TTL_MS } from '../../monitors/live/signReading';
import type { PastTarget } from './pastTarget';
import { componentOf, kindOf } from './snapshot';

/** What the bot knew when the first of these checks was made: the signs of life of which a write had been observed. */
export function stateAtStart(targets: readonly PastTarget[], firstMs: number): AlertState {
  const known = targets.flatMap((past): TargetRecord[] => {
    const signs = past.signs
      .filter(({ knownFromMs }) => knownFromMs <= firstMs)
      .map((timeline) => recordOf(timeline.sign, timeline.writtenMs(firstMs), firstMs));
    return signs.length === 0 ? [] : [knownTarget(past, signs, firstMs)];
  });
  return { ...initialState(new Date(firstMs)), targets: known };
}

function knownTarget(past: PastTarget, signs: readonly SignRecord[], firstMs: number): TargetRecord {
  const { breakerActive, liveEnabled, liveArmed, liveByMetrics } = past.flags(firstMs);
  return {
    ...LONG_KNOWN,
    target: past.target,
    rules: {},
    reasons: {},
    evaluatedAt: new Date(firstMs),
    muted: false,
    lastKeysAt: new Date(firstMs),
    signs: {
      records: Object.fromEntries(
        signs.map((sign) => [sign.kind === 'portfolio' ? sign.kind : `${sign.kind}:${sign.component}`, sign]),
      ),
      heartbeatReleasedAt: null,
    },
    status: 'unknown',
    reported: { breakerActive, liveEnabled, liveArmed, liveByMetrics },
    lastRealOrderAt: null,
    hints: [],
  };
}

function recordOf(sign: string, writtenMs: number, firstMs: number): SignRecord {
  const [writtenAt, now] = [new Date(writtenMs), new Date(firstMs)];
  const kind = kindOf(sign);
  return {
    kind,
    component: componentOf(sign),
    text: writtenAt.toISOString(),
    at: writtenAt,
    ttlMs: USUAL_TTL_MS[kind],
    readAt: now,
    sameSince: writtenAt,
    observedAt: now,
    writtenAt,
    fullTtl: { leastMs: USUAL_TTL_MS[kind], mostMs: USUAL_TTL_MS[kind] },
    clockSkewMs: null,
  };
}
