import type { AlertSettings } from '../../src/alerting';
import type { AlertConfig } from '../../src/config';
import type { Plan } from '../simulation/plan';
import { Prng } from '../simulation/prng';

/** Other settings of the rules about silences and changes, for the seed. */
export function changedSettings({ seed, staleAfterMs, frozenAfterMs, alerts }: Plan): AlertSettings {
  const prng = new Prng(seed, 'rehearsal');
  const { decide } = alerts;
  const leastMs = decide.checkIntervalMs + 1_000;
  const seconds = (ms: number) => `${Math.round(Math.max(leastMs, ms) / 1_000)}s`;
  const stale_after = seconds(staleAfterMs * prng.between(0.6, 3));
  const after = seconds(frozenAfterMs * prng.between(0.5, 3));
  const heartbeat = prng.is(0.2) ? { mode: 'off' } : { stale_after };
  const flapping = { unstableAfter: prng.whole(2, 5), withinMs: 60_000 * prng.whole(15, 60) };
  return {
    ...decide,
    flapping,
    rules: {
      ...decide.rules,
      no_sign_of_life: { stale_after },
      uptime_totals: { stale_after },
      no_heartbeat: heartbeat,
      stale_portfolio: { after },
      safety_violations: { group_interval: `${prng.whole(1, 30)}m` },
    },
  };
}

export const withSettings =
  (decide: AlertSettings) =>
  (config: AlertConfig): AlertConfig => ({ ...config, decide });
