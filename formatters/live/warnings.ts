import type { TargetView } from '../../src/alerting/targetStates';
import { AHEAD_TOLERATED_MS, duration } from '../text/numbers';
import { realMoneySentence } from './moneyText';

/** Clocks this far apart, in ms, are worth telling. */
const SKEW_TOLD_MS = 5_000;
/** A portfolio older than this, in ms, is pointed out; its key stays for 300 s after the last write. */
const OLD_PORTFOLIO_MS = 60_000;

/** What a person should know at once, most urgent first; each a whole sentence. */
export function warnings({ state, snapshot }: TargetView): string[] {
  const { mode, money } = state;
  const { liveEnabled, liveArmed, portfolioAgeMs } = snapshot;
  const isUnsure = mode === 'live' && money.value !== false;
  const said = isUnsure ? [realMoneySentence(state, snapshot.timestamp) ?? ''] : [];
  if (mode !== 'live' && liveEnabled && liveArmed)
    said.push(`This is ${mode}, and yet it reports live trading as enabled and armed.`);
  if (state.breakerActive) said.push('The circuit breaker is ACTIVE.');
  const isPortfolioOld = portfolioAgeMs !== null && portfolioAgeMs > OLD_PORTFOLIO_MS;
  // Of one that is down, all is old.
  if (isPortfolioOld && state.sign?.kind !== 'portfolio' && state.status !== 'down')
    said.push(`The portfolio is ${duration(portfolioAgeMs)} old.`);
  return [...said, ...clockAlarms(snapshot)];
}

function clockAlarms({ clockSkewMs, portfolioAt, timestamp }: TargetView['snapshot']): string[] {
  if (clockSkewMs !== null && Math.abs(clockSkewMs) > SKEW_TOLD_MS) {
    const apart = `${duration(Math.abs(clockSkewMs))} ${clockSkewMs > 0 ? 'ahead of' : 'behind'}`;
    return [`The trader's clock is ${apart} this bot's.`];
  }
  const aheadMs = portfolioAt === null ? 0 : portfolioAt.getTime() - (clockSkewMs ?? 0) - timestamp.getTime();
  return aheadMs > AHEAD_TOLERATED_MS ? [`The portfolio's time is ${duration(aheadMs)} in the future.`] : [];
}
