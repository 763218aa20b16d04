import type { LiveStatusSnapshot } from '../src/monitors/liveSnapshot';
import { AHEAD_TOLERATED_MS, duration } from './numbers';

/** Clocks this far apart, in ms, are worth telling. */
const SKEW_TOLD_MS = 5_000;
/** A portfolio older than this, in ms, is pointed out; its key stays for 300 s after the last write. */
const OLD_PORTFOLIO_MS = 60_000;

/** True when real orders can be sent: a live trader that is enabled and armed. */
const tradesRealMoney = ({ mode, liveEnabled, liveArmed }: LiveStatusSnapshot): boolean =>
  mode === 'live' && liveEnabled === true && liveArmed === true;

/** What a heading must not be without: in a word or two each, most urgent first. */
export const urgentMarks = (snapshot: LiveStatusSnapshot): string[] => [
  ...(tradesRealMoney(snapshot) ? ['REAL MONEY'] : []),
  ...(snapshot.breakerActive ? ['BREAKER ACTIVE'] : []),
];

/** What a person should know at once, most urgent first; each a whole sentence. */
export function alarms(snapshot: LiveStatusSnapshot): string[] {
  const { mode, liveEnabled, liveArmed, portfolioAgeMs } = snapshot;
  const said: string[] = [];
  if (tradesRealMoney(snapshot)) said.push('REAL MONEY: live trading is enabled and armed.');
  else if (liveEnabled && liveArmed)
    said.push(`This is ${mode}, and yet it reports live trading as enabled and armed.`);
  if (snapshot.breakerActive) said.push('The circuit breaker is ACTIVE.');
  if (portfolioAgeMs !== null && portfolioAgeMs > OLD_PORTFOLIO_MS)
    said.push(`The portfolio is ${duration(portfolioAgeMs)} old.`);
  return [...said, ...clockAlarms(snapshot)];
}

function clockAlarms({ clockSkewMs, portfolioAt, timestamp }: LiveStatusSnapshot): string[] {
  const said: string[] = [];
  if (clockSkewMs !== null && Math.abs(clockSkewMs) > SKEW_TOLD_MS) {
    const apart = `${duration(Math.abs(clockSkewMs))} ${clockSkewMs > 0 ? 'ahead of' : 'behind'}`;
    said.push(`The trader's clock is ${apart} this bot's.`);
  }
  const aheadMs = portfolioAt === null ? 0 : portfolioAt.getTime() - (clockSkewMs ?? 0) - timestamp.getTime();
  if (aheadMs > AHEAD_TOLERATED_MS) said.push(`The portfolio's time is ${duration(aheadMs)} in the future.`);
  return said;
}
