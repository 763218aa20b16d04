import type { HistoryHealth } from '../../src/history/model/health';
import type { BalanceNote } from '../../src/storage/balanceNotes';
import { type Line, richText } from '../blockKit/blocks';
import { mrkdwn } from '../blockKit/fallbackText';
import { type Message, message } from '../blockKit/message';
import { t } from '../text/catalogue';
import { type Currencies, currencyOf } from '../text/currency';

/** What is wrong with the history that an answer was read from; nothing where all is well. */
export const healthLines = ({ problem }: HistoryHealth): Line[] =>
  problem === null ? [] : [t.performance.problem(problem.code, problem.since)];

/** Why there is no history to be shown. */
export const noHistoryLine = ({ mode, problem }: HistoryHealth): Line => {
  if (mode === 'off') return t.performance.off();
  return problem === null ? t.performance.unavailable() : t.performance.problem(problem.code, problem.since);
};

/** The answer to who asks for a history that cannot be read. */
export function historyUnavailableMessage(health: HistoryHealth): Message {
  const line = noHistoryLine(health);
  return message(mrkdwn(line), [richText(line)]);
}

const NOTES_SHOWN = 5;

/** The deposits and withdrawals that a change leaves out, the newest ones. */
export const excludedLines = (notes: readonly BalanceNote[], options: Currencies): Line[] =>
  notes
    .slice(-NOTES_SHOWN)
    .map(({ amount, reason, at, userId, target }) =>
      t.performance.excluded(amount, currencyOf(options, target), reason, at, userId),
    );
