import type { TargetState } from '../../src/alerting/state/targetState';
import type { TargetView } from '../../src/alerting/targetStates';
import type { LiveField, LiveStatusSnapshot } from '../../src/monitors/live/liveSnapshot';
import { safeText } from '../blockKit/fallbackText';
import { amountText } from '../text/amount';
import { t } from '../text/catalogue';
import type { MissingReason } from '../text/en/common';
import { targetName } from '../text/targetNames';
import { signText } from './signText';
import { liveWarnings } from './warnings';

/*
 * What is said of a trader, in words that claim no more than its state knows: shared by Slack and the terminal.
 * Nothing here is escaped unless said so.
 */

/** Why a figure is null. */
export const missingReason = (
  { unreadable }: { readonly unreadable: readonly string[] },
  figure: LiveField,
): MissingReason => (unreadable.includes(figure) ? 'not_understood' : 'not_reported');

const missingText = (snapshot: LiveStatusSnapshot, figure: LiveField): string =>
  t.common.missing[missingReason(snapshot, figure)];

/** The whole state as the start of a sentence in mrkdwn: `paper docker is alive: heartbeat 12 s ago`. */
export const stateClause = (state: TargetState): string =>
  t.live.clause(
    safeText(targetName(state)),
    state.status,
    state.status === 'not_reported' && state.sign === null ? null : signText(state),
  );

/** Whether live trading is enabled and armed, by its own flags; of one without flags, by its metrics. */
export function tradingText(snapshot: LiveStatusSnapshot): string {
  const { liveEnabled, liveArmed, liveByMetrics } = snapshot;
  if (liveEnabled === null && liveArmed === null && liveByMetrics !== null)
    return t.live.tradingByMetrics(liveByMetrics);
  return t.live.flags(
    liveEnabled ?? missingReason(snapshot, 'liveEnabled'),
    liveArmed ?? missingReason(snapshot, 'liveArmed'),
  );
}

/** The portfolio's age for the small print, or that it is unknown; null where there is no portfolio. */
export function portfolioAge({ snapshot, state }: TargetView): string | null {
  const { portfolioAgeMs, totalBalance, availableBalance, totalPositionValue } = snapshot;
  if (state.sign?.kind === 'portfolio' && state.sign.ageMs !== null) return null;
  if (portfolioAgeMs !== null) return t.live.portfolioAge(portfolioAgeMs);
  const reported = [totalBalance, availableBalance, totalPositionValue].some((value) => value !== null);
  return reported ? t.live.portfolioAgeUnknown : null;
}

/** The trades and balance for a sentence: `42 trades today, balance 10,012,345.67`. */
export function figuresClause(snapshot: LiveStatusSnapshot, currency: string | null): string {
  const { tradesToday, totalBalance } = snapshot;
  const noTrades = missingText(snapshot, 'tradesToday');
  const noBalance = missingText(snapshot, 'totalBalance');
  if (tradesToday === null && totalBalance === null && noTrades === noBalance)
    return t.live.noFigures(noTrades);
  return t.live.figures(
    tradesToday,
    snapshot.tradesTodayBy === 'metrics',
    noTrades,
    totalBalance === null ? noBalance : amountText(totalBalance, currency),
  );
}

/** Everything that suffices alone in a notification, as one sentence in mrkdwn. */
export function liveSummary(view: TargetView, currency: string | null): string {
  const problems = view.snapshot.problems.length;
  const urgent = [...liveWarnings(view), ...(problems === 0 ? [] : [`${t.common.problems(problems)}.`])];
  const figures = figuresClause(view.snapshot, currency);
  return [`${stateClause(view.state)}, ${figures}.`, ...urgent].join(' ');
}

/** Whether one line is all there is to say of it: it reports nothing, nothing is open about it, and nobody did anything. */
export const isAllSilent = ({ state, snapshot }: TargetView): boolean =>
  state.status === 'not_reported' &&
  state.incidents.length === 0 &&
  state.silenced === null &&
  state.breakerActive !== true &&
  snapshot.reportsNothing;
