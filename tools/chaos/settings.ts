import { MAX_STALE_MASTER_S } from '../../src/redis/sentinel/demotion';
import type { RedisKind } from './faultNames';

/** How the bot of the lab is set, in seconds. The shorter, the more can be seen to happen in a round. */
export const LAB = {
  checkIntervalS: 1,
  /** The least that the configuration allows. */
  blindAfterS: 10,
  channel: 'C0ALERTS',
  fallbackChannel: 'C0OPS',
} as const;

/** The bot of a round calls a trader dead, and its portfolio stale, after so long, in seconds: under Sentinel the least that the configuration allows. */
export const STALE_AFTER_S: Readonly<Record<RedisKind, number>> = {
  single: 12,
  sentinel: MAX_STALE_MASTER_S,
  cluster: 12,
};

export const ALERTS = 'trading-alerts';

/** A trader writes so often, in ms. */
export const BEAT_EVERY_MS = 500;
/** Beats that came further apart are a silence, in ms. */
export const SILENCE_MS = 1_500;

/** One for all Redis servers of the lab; searched for in the logs. */
export const REDIS_PASSWORD = 'lab-open-sesame-51c7e0';

/** A check takes so long at most, and the posting of what follows, on a machine with much to do; in ms. */
export const MOMENT_MS = 3_000;
