import type { AlertConfig, BotConfig } from '../../src/config';
import { loadBotConfig } from '../../src/config';
import { NO_FILE } from '../../src/config/file';
import { placeId, type TargetId } from '../../src/state/keys';
import { type Addressing, addressingOf } from './addressing';
import { type Character, charactersOf } from './characters';
import { Prng } from './prng';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** When every scenario begins: a Monday in winter. */
const START_MS = Date.UTC(2026, 10, 23, 6, 0, 0);

/** What can go wrong, each on or off for a whole scenario. */
export const FAULTS = [
  'redis away',
  'redis slow',
  'redis loses answers',
  'redis loses its data',
  'redis falls back',
  'instances killed',
  'instances killed at an await',
  'instances paused',
  'instances cut off from redis',
  'instances cut off from slack',
  'clocks off',
  'clocks set back',
  'slack away',
  'slack fails',
  'slack drops answers',
  'slack slow',
  'slack throttles',
  'slack archives the channel',
  'slack revokes the token',
  'users delete messages',
  'history cannot be read',
  'store refuses writes',
  'slack answers unknown codes',
  'webhook away',
] as const;
export type FaultName = (typeof FAULTS)[number];

/** Of all scenarios this share has no faults, and this share has all; the rest has some. */
const CALM = 0.2;
const HELL = 0.15;

/** What a seed says of its scenario before it begins. */
export interface Plan {
  readonly seed: number;
  readonly startMs: number;
  /** From when on no fault begins or lasts, and no trader does anything new. */
  readonly healthyFromMs: number;
  readonly endMs: number;
  readonly faults: ReadonlySet<FaultName>;
  /** How often they come, on average, in ms. */
  readonly faultEveryMs: number;
  readonly instances: number;
  readonly hasTuning: boolean;
  /** Whether people follow traders and sessions. */
  readonly hasFollowers: boolean;
  /** Whether Redis tells of changed keys. */
  readonly tracks: boolean;
  /** Whether one trader counts something every few seconds. */
  readonly isBusy: boolean;
  /** Who is told what, and where. */
  readonly addressing: Addressing;
  /** The traders that there are. */
  readonly traders: readonly Character[];
  /** How long a trader goes on as it is, on average, in ms. */
  readonly eventEveryMs: number;
  readonly config: BotConfig;
  readonly alerts: AlertConfig;
  readonly staleAfterMs: number;
  readonly frozenAfterMs: number;
}

const INTERVALS_S = [60, 120, 300, 600, 600, 1200, 1200, 1200, 1200, 1200] as const;
/** At shorter intervals a scenario is shorter too, so that it takes about as long to run. */
const WHOLE_FROM_S = 1200;

/** The bot's default settings. */
const DEFAULTS = { staleS: 90, frozenS: 600, blindS: 60 } as const;

export function planOf(seed: number, days: number): Plan {
  const prng = new Prng(seed, 'plan');
  const intervalS = prng.is(0.15) ? 15 : prng.oneOf(INTERVALS_S);
  const rateLimits = Math.min(1, intervalS / WHOLE_FROM_S);
  const drawn = {
    staleS: Math.max(intervalS + 1, Math.round(intervalS * prng.between(2, 6))),
    frozenS: Math.max(180, Math.round(intervalS * prng.between(4, 10))),
    blindS: Math.max(45, Math.round(intervalS * prng.between(2, 5))),
  };
  const { staleS, frozenS, blindS } = intervalS === 15 && prng.is(0.5) ? DEFAULTS : drawn;
  const hasFallback = prng.is(0.3);
  const traders = charactersOf(new Prng(seed, 'traders'));
  const settings = {
    CHECK_INTERVAL: intervalS,
    STALE_AFTER: staleS,
    FROZEN_AFTER: frozenS,
    OUTAGE_AFTER: blindS,
    DIGEST_CRON: prng.oneOf(['0 9 * * *', '0 9 * * *', '30 */6 * * *', '0 2 * * *']),
    TIMEZONE: prng.oneOf(['UTC', 'Asia/Seoul', 'Europe/Berlin']),
    ...(hasFallback ? { ALERT_FALLBACK_CHANNEL: 'C0FALLBACK' } : {}),
  };
  const listed = traders.filter(({ isListed }) => isListed).map(({ target }) => placeId(target));
  const addressing = addressingOf(new Prng(seed, 'addressing'), intervalS);
  const config = configOf(settings, listed, addressing);
  const lengthMs = days * rateLimits * DAY;
  const endMs = START_MS + lengthMs;
  const calmMs = 15 * MINUTE + (staleS + frozenS + blindS + 4 * intervalS) * SECOND;
  const tracks = new Prng(seed, 'tracking').is(0.7);
  const kind = prng.share();
  const share = kind < CALM ? 0 : kind > 1 - HELL ? 0.7 : 0.2;
  return {
    seed,
    startMs: START_MS,
    healthyFromMs: Math.max(START_MS + lengthMs / 4, endMs - calmMs),
    endMs: Math.max(endMs, START_MS + lengthMs / 4 + calmMs),
    faults: faultsOf(seed, prng, { share, hasWebhook: addressing.webhook !== null }),
    faultEveryMs: prng.between(2, 12) * HOUR * Math.sqrt(rateLimits),
    instances: prng.oneOf([1, 1, 2, 2, 3]),
    hasTuning: prng.is(0.3),
    // Drawn apart, so that all else of a seed stays as it was.
    hasFollowers: new Prng(seed, 'followers').is(0.3),
    tracks,
    // With rarer checks a scenario is longer, and would take too long.
    isBusy: tracks && intervalS === 15,
    addressing,
    traders,
    eventEveryMs: prng.between(3, 16) * HOUR * Math.sqrt(rateLimits),
    config,
    alerts: alertsOf(config),
    staleAfterMs: staleS * SECOND,
    frozenAfterMs: frozenS * SECOND,
  };
}

/** Those that came later are drawn apart, so that all else of a seed stays as it was. */
const DRAWN_APART: readonly FaultName[] = [
  'store refuses writes',
  'slack answers unknown codes',
  'webhook away',
];
/** Of the scenarios without any other fault so many have these codes. */
const UNKNOWN_CODES_ALONE = 0.25;

function faultsOf(
  seed: number,
  prng: Prng,
  { share, hasWebhook }: { readonly share: number; readonly hasWebhook: boolean },
): ReadonlySet<FaultName> {
  return new Set(
    FAULTS.filter((name) => {
      const drawn = (DRAWN_APART.includes(name) ? new Prng(seed, name) : prng).share();
      if (name === 'slack answers unknown codes') return drawn < (share || UNKNOWN_CODES_ALONE);
      return drawn < share && (name !== 'webhook away' || hasWebhook);
    }),
  );
}

/** Through the real configuration, so that no scenario has settings which the bot would refuse. */
const configOf = (
  settings: Readonly<Record<string, string | number>>,
  listed: readonly TargetId[],
  { sections }: Addressing,
): BotConfig =>
  loadBotConfig(
    {
      SLACK_BOT_TOKEN: 'xoxb-of-the-simulation',
      SLACK_APP_TOKEN: 'xapp-of-the-simulation',
      ALERT_CHANNEL: 'C0ALERTS',
      ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, `${value}`])),
    },
    { ...NO_FILE, sections: { targets: Object.fromEntries(listed.map((id) => [id, null])), ...sections } },
  );

function alertsOf({ alerts }: BotConfig): AlertConfig {
  if (alerts === null) throw new Error('the configuration of a log has no alert channel');
  return alerts;
}
