import type { Figure, LiveStatusSnapshot } from '../src/monitors/liveSnapshot';
import type { Place } from '../src/state/keys';
import { shown } from './escape';
import { alarms } from './liveAlarms';
import { counted, duration, money } from './numbers';
import { targetName } from './targetNames';

/*
 * What is said of a trader, in words that claim no more than the snapshot knows: shared by Slack and the terminal.
 * Nothing here is escaped.
 */

/** The words for what is null. */
export const NOT_REPORTED = 'not reported';
/** The words for what is there and could not be understood. */
export const NOT_UNDERSTOOD = 'not understood';

/** The words for a figure that is null: either nobody wrote it, or what was written could not be understood. */
export type Absence = typeof NOT_REPORTED | typeof NOT_UNDERSTOOD;

export const absence = ({ unreadable }: LiveStatusSnapshot, figure: Figure): Absence =>
  unreadable.includes(figure) ? NOT_UNDERSTOOD : NOT_REPORTED;

/** A heartbeat's key lives for 60 s (the trading system's own setting), so its absence tells of that time alone. */
const BEAT_MISSED = 'heartbeat in the last 60 s';

/** Whether the trader lives, in one or two words, with a mark that only decorates them. */
export function aliveness({ heartbeat }: LiveStatusSnapshot): {
  readonly mark: string;
  readonly words: string;
} {
  switch (heartbeat) {
    case 'fresh':
      return { mark: '🟢', words: 'Alive' };
    case 'stale':
      return { mark: '🟠', words: 'Heartbeat late' };
    case 'unreadable':
      return { mark: '🟠', words: 'Heartbeat unreadable' };
    case 'absent':
      return { mark: '🔴', words: 'No heartbeat' };
  }
}

/** `Heartbeat 12 s ago`, or what is there in place of one. */
export function heartbeatWords({ heartbeat, heartbeatAgeMs }: LiveStatusSnapshot): string {
  if (heartbeat === 'absent') return `No ${BEAT_MISSED}`;
  if (heartbeat === 'unreadable' || heartbeatAgeMs === null)
    return 'A heartbeat is there, but its age cannot be told';
  return `Heartbeat ${duration(heartbeatAgeMs)} ago`;
}

/** The whole state of the heartbeat as the start of a sentence: `paper docker is alive: heartbeat 12 s ago`. */
export function aliveClause(snapshot: LiveStatusSnapshot): string {
  const name = targetName(snapshot);
  const age =
    snapshot.heartbeatAgeMs === null ? 'of unknown age' : `${duration(snapshot.heartbeatAgeMs)} ago`;
  switch (snapshot.heartbeat) {
    case 'fresh':
      return `${name} is alive: heartbeat ${age}`;
    case 'stale':
      return `${name} may not be alive: its last heartbeat was ${age}`;
    case 'unreadable':
      return `${name} has a heartbeat whose age cannot be told`;
    case 'absent':
      return `${name} may not be alive: no ${BEAT_MISSED}`;
  }
}

/** Enabled or not, armed or not; where that is not known, why not. */
type Flag = boolean | Absence;

const flagWords = (flag: Flag, name: string): string =>
  typeof flag === 'boolean' ? (flag ? name : `not ${name}`) : `${name} ${flag}`;

/** `enabled and armed`, `enabled, not armed`, `not reported`, `enabled, armed not understood`. */
export function tradingWords(enabled: Flag, armed: Flag): string {
  if (typeof enabled !== 'boolean' && enabled === armed) return enabled;
  if (enabled === true && armed === true) return 'enabled and armed';
  return `${flagWords(enabled, 'enabled')}, ${flagWords(armed, 'armed')}`;
}

/** The same of a trader's own report. */
export const liveTradingWords = (snapshot: LiveStatusSnapshot): string =>
  tradingWords(
    snapshot.liveEnabled ?? absence(snapshot, 'liveEnabled'),
    snapshot.liveArmed ?? absence(snapshot, 'liveArmed'),
  );

/** The portfolio's age for the small print, or what keeps it from being known; null where there is no portfolio. */
export function portfolioAge(snapshot: LiveStatusSnapshot): string | null {
  const { portfolioAgeMs, totalBalance, availableBalance, totalPositionValue } = snapshot;
  if (portfolioAgeMs !== null) return `portfolio ${duration(portfolioAgeMs)} old`;
  const reported = [totalBalance, availableBalance, totalPositionValue].some((value) => value !== null);
  return reported ? 'age of the portfolio not known' : null;
}

/** The trades and balance for a sentence: `42 trades today, balance 10,012,345.67`. */
export function figuresClause(snapshot: LiveStatusSnapshot, currency: string | null): string {
  const { tradesToday, totalBalance } = snapshot;
  const noTrades = absence(snapshot, 'tradesToday');
  const noBalance = absence(snapshot, 'totalBalance');
  if (tradesToday === null && totalBalance === null && noTrades === noBalance)
    return `trades and balance are ${noTrades}`;
  const trades = tradesToday === null ? `trades today ${noTrades}` : `${counted(tradesToday, 'trade')} today`;
  return `${trades}, balance ${totalBalance === null ? noBalance : money(totalBalance, currency)}`;
}

/** Everything that suffices alone in a notification, as one sentence. */
export function liveSentence(snapshot: LiveStatusSnapshot, currency: string | null): string {
  const problems = snapshot.problems.length;
  const unread = problems === 0 ? [] : [`${counted(problems, 'value')} could not be understood.`];
  const urgent = [...alarms(snapshot), ...unread].map((alarm) => ` ${alarm}`);
  return `${aliveClause(snapshot)}, ${figuresClause(snapshot, currency)}.${urgent.join('')}`;
}

/** The one line that is all there is to say of a trader that has reported nothing. */
export const nothingReported = (target: Place): string =>
  `${targetName(target)} reports nothing: Redis holds no heartbeat and no figure of it.`;

/** A name that the trader gave, as words: `avg_trade_pnl` is `avg trade pnl`. */
export const asWords = (name: string): string => shown(name, 40).replaceAll('_', ' ');
