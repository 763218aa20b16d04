import type { TargetView } from '../../src/alerting/targetStates';
import { t } from '../text/catalogue';
import { AHEAD_TOLERATED_MS } from '../text/numbers';

/** Clocks this far apart, in ms, are worth a warning. */
const SKEW_SHOWN_MS = 5_000;
/** A portfolio older than this, in ms, is pointed out; its key stays for 300 s after the last write. */
const OLD_PORTFOLIO_MS = 60_000;

/** What a person should know at once, most urgent first; each a whole sentence. */
export function liveWarnings({ state, snapshot }: TargetView): string[] {
  const { mode, money } = state;
  const { liveEnabled, liveArmed, portfolioAgeMs, timestamp } = snapshot;
  const isPortfolioOld = portfolioAgeMs !== null && portfolioAgeMs > OLD_PORTFOLIO_MS;
  return [
    ...(mode === 'live' && money.value !== false ? [t.live.realMoney(money, timestamp)] : []),
    ...(mode !== 'live' && liveEnabled && liveArmed ? [t.live.armedThoughNotLive(mode)] : []),
    ...(state.breakerActive ? [t.live.breakerIsActive] : []),
    // Of one that is down, all is old.
    ...(isPortfolioOld && state.sign?.kind !== 'portfolio' && state.status !== 'down'
      ? [t.live.portfolioIsOld(portfolioAgeMs)]
      : []),
    ...clockWarnings(snapshot),
  ];
}

function clockWarnings({ clockSkewMs, portfolioAt, timestamp }: TargetView['snapshot']): string[] {
  if (clockSkewMs !== null && Math.abs(clockSkewMs) > SKEW_SHOWN_MS) return [t.live.clockSkew(clockSkewMs)];
  const aheadMs = portfolioAt === null ? 0 : portfolioAt.getTime() - (clockSkewMs ?? 0) - timestamp.getTime();
  return aheadMs > AHEAD_TOLERATED_MS ? [t.live.portfolioInFuture(aheadMs)] : [];
}
