import type { TargetState } from '../../src/alerting/state/targetState';
import type { TargetView } from '../../src/alerting/targetStates';
import type { LiveField, LiveStatusSnapshot } from '../../src/monitors/live/liveSnapshot';
import type { Place } from '../../src/state/keys';
import { sanitize } from '../blockKit/escape';
import { words } from '../blockKit/fallbackText';
import { duration, money, pluralize } from '../text/numbers';
import { targetName } from '../text/targetNames';
import { missingHeartbeat, signWords } from './signText';
import { STATUS_WORDS } from './statusText';
import { warnings } from './warnings';

/*
 * What is said of a trader, in words that claim no more than its state knows: shared by Slack and the terminal.
 * Nothing here is escaped.
 */

/** The words for what is null. */
export const NOT_REPORTED = 'not reported';
/** The words for what is there and could not be understood. */
export const NOT_UNDERSTOOD = 'not understood';

/** The words for a figure that is null: either nobody wrote it, or what was written could not be understood. */
export type Absence = typeof NOT_REPORTED | typeof NOT_UNDERSTOOD;

export const absence = ({ unreadable }: LiveStatusSnapshot, figure: LiveField): Absence =>
  unreadable.includes(figure) ? NOT_UNDERSTOOD : NOT_REPORTED;

/** Its status, with a mark: never green where something is open or its breaker is active. */
export function aliveness({ status, breakerActive, incidents }: TargetState): {
  readonly mark: string;
  readonly words: string;
} {
  const said = STATUS_WORDS[status];
  if (status !== 'ok' || (!breakerActive && incidents.length === 0)) return said;
  return { ...said, mark: breakerActive ? '⛔' : '🟠' };
}

/** The whole state as the start of a sentence in mrkdwn: `paper docker is alive: heartbeat 12 s ago`. */
export function stateClause(state: TargetState): string {
  const name = words(targetName(state));
  const sign = [signWords(state), missingHeartbeat(state)].filter((said) => said !== null).join('; ');
  switch (state.status) {
    case 'ok':
      return `${name} is alive: ${sign}`;
    case 'late':
      return `${name} is late: ${sign}`;
    case 'down':
      return `${name} is down: ${sign}`;
    case 'no_heartbeat':
      return `${name} updates its portfolio, but sends no heartbeat: ${sign}`;
    case 'stale_portfolio':
      return `${name} sends heartbeats, but its portfolio is stale: ${sign}`;
    case 'unknown':
      return `${name} is not known to be alive: ${sign}`;
    case 'not_reported':
      return state.sign === null ? `${name} gives no sign of life` : `${name} gives no sign of life: ${sign}`;
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

/** The same of a trader's own flags; of one without flags, by its metrics. */
export function liveTradingWords(snapshot: LiveStatusSnapshot): string {
  const { liveEnabled, liveArmed, liveByMetrics } = snapshot;
  if (liveEnabled === null && liveArmed === null && liveByMetrics !== null)
    return liveByMetrics ? 'enabled, by its metrics' : 'off, by its metrics';
  return tradingWords(
    liveEnabled ?? absence(snapshot, 'liveEnabled'),
    liveArmed ?? absence(snapshot, 'liveArmed'),
  );
}

/** The portfolio's age for the small print, or what keeps it from being known; null where there is no portfolio. */
export function portfolioAge({ snapshot, state }: TargetView): string | null {
  const { portfolioAgeMs, totalBalance, availableBalance, totalPositionValue } = snapshot;
  if (state.sign?.kind === 'portfolio' && state.sign.ageMs !== null) return null;
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
  const source = snapshot.tradesTodayBy === 'metrics' ? ' (by its metrics)' : '';
  const trades =
    tradesToday === null ? `trades today ${noTrades}` : `${pluralize(tradesToday, 'trade')} today${source}`;
  return `${trades}, balance ${totalBalance === null ? noBalance : money(totalBalance, currency)}`;
}

/** Everything that suffices alone in a notification, as one sentence in mrkdwn. */
export function liveSentence(view: TargetView, currency: string | null): string {
  const problems = view.snapshot.problems.length;
  const unread = problems === 0 ? [] : [`${pluralize(problems, 'value')} could not be understood.`];
  const urgent = [...warnings(view), ...unread].map((alarm) => ` ${alarm}`);
  return `${stateClause(view.state)}, ${figuresClause(view.snapshot, currency)}.${urgent.join('')}`;
}

/** Whether one line is all there is to say of it: it reports nothing, nothing is open about it, and nobody did anything. */
export const isAllSilent = ({ state, snapshot }: TargetView): boolean =>
  state.status === 'not_reported' &&
  state.incidents.length === 0 &&
  state.silenced === null &&
  state.breakerActive !== true &&
  snapshot.reportsNothing;

/** The one line that is all there is to say of a trader that has reported nothing. */
export const nothingReported = (target: Place): string =>
  `${targetName(target)} reports nothing: Redis holds no sign of life and no figure of it.`;

/** A name that the trader gave, as words: `avg_trade_pnl` is `avg trade pnl`. */
export const asWords = (name: string): string => sanitize(name, 40).replaceAll('_', ' ');
