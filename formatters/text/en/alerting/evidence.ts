import { joined, type Line, line, type TextSpan, time } from '../../../blockKit/blocks';
import { upperFirst } from '../../case';
import { ordinal, pluralize } from '../units';

const asOf = (at: Date | null): Line => (at === null ? ['time unknown'] : line`as of ${time(at)}`);

const stakeIs = (isRealMoney: boolean, isPast: boolean): string => {
  if (isPast) return isRealMoney ? 'Was at stake' : 'Reported before';
  return isRealMoney ? 'At stake' : 'Last reported';
};

/** What an alert says beside what is wrong. */
export const evidence = {
  runbook: 'Runbook',
  /** Of what is folded away: `Runbook, at stake, history`. */
  title: (headings: readonly string[]) => upperFirst(headings.join(', ')),
  headings: {
    runbook: 'runbook',
    atStake: 'at stake',
    reported: 'last report',
    history: 'history',
    changes: 'other changes',
  },
  balance: (amount: string) => `balance ${amount}`,
  utilization: (share: string) => `utilization ${share}`,
  openPositions: (n: number) => pluralize(n, 'open position'),
  /**
   * `At stake: balance 10,000, utilization 25 % (as of 02:58).`; where no real money is, `Last reported: …`. Of an alert that
   * is over, what was reported before it.
   */
  stake: (
    isRealMoney: boolean,
    isPast: boolean,
    parts: readonly { readonly figures: string; readonly at: Date | null }[],
  ): TextSpan[] =>
    line`${stakeIs(isRealMoney, isPast)}: ${joined(
      parts.map(({ figures, at }) => line`${figures} (${asOf(at)})`),
      '; ',
    )}.`,
  history: (times: number, isAtLeast: boolean, since: Date | null): TextSpan[] =>
    line`${isAtLeast ? `${times} such alerts or more` : `${ordinal(times)} such alert`} ${since === null ? 'in 30 days' : line`since ${time(since)}`}.`,
  /** A line each. */
  changes: (all: readonly Line[]): Line[] => [
    ['Other changes within 10 min:'],
    ...all.map((change) => line`• ${change}`),
  ],
  /** `Down: paper docker, 02:55`. */
  change: (title: string, subject: string | null, isOver: boolean, at: Date): TextSpan[] =>
    line`${title}${subject === null ? '' : `: ${subject}`}${isOver ? ' recovered' : ''}, ${time(at)}`,
  hourBeforeTitle: 'Balance in the hour before',
  /** Where no value of it differs from another. */
  steady: ['The balance did not change in the hour before.'],
  hourBefore: (change: string): Line => [`Balance in the hour before: ${change}.`],
  countersReset: 'Counters reset',
};
