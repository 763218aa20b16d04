import type { GapReason } from '../../../../src/history/model/gap';
import type { HistoryProblemCode } from '../../../../src/history/model/health';
import type { Resolution } from '../../../../src/history/model/series';
import {
  bold,
  joined,
  type Line,
  line,
  literal,
  mention,
  type TextSpan,
  time,
} from '../../../blockKit/blocks';
import { count, money, number, percentage, signed, signedPercentage } from '../../numbers';
import { duration, pluralize } from '../units';

const REASONS: Readonly<Record<GapReason, string>> = {
  bot_down: 'arbwatch was not running',
  redis_unavailable: 'Redis could not be read',
  target_down: 'the trader was down',
  not_reported: 'the trader did not report it',
  not_recorded: 'arbwatch could not keep it',
  no_records: 'nothing is recorded',
};

const PROBLEMS: Readonly<Record<HistoryProblemCode, string>> = {
  locked: 'another process holds its file',
  full: 'its disk is full',
  corrupt: 'its file was damaged, and begins anew',
  read_only: 'its file cannot be written',
  hanging: 'its disk does not answer',
  failed: 'it failed; the log says why',
};

const RESOLUTIONS: Readonly<Record<Resolution, string>> = {
  check: 'by the check',
  '5min': 'by 5 min',
  '1h': 'by the hour',
  '1d': 'by closing values of days',
};

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

const HOUR_MS = 3_600_000;

/** A rate says no more than three digits. */
const rate = (perHour: number): string => `${number(Number(perHour.toPrecision(3)))} trades an hour`;

const unitOf = (currency: string | null): string => (currency === null ? '' : ` ${currency}`);

/** How a balance moved over time, in words. */
export const performance = {
  /** `22 Nov`, of midnight UTC. */
  day: (at: Date): string => DAY.format(at),
  /** `24 h`, `7 d`: as it is typed. */
  length: (ms: number): string => (ms <= 48 * HOUR_MS ? `${number(ms / HOUR_MS)} h` : duration(ms)),
  title: (period: string) => `Balance change, last ${period}`,
  gap: (reason: GapReason): string => REASONS[reason],
  last: (period: string): Line => [bold(`Last ${period}`)],
  noBalance: (reason: GapReason | null): Line => [
    `No balance is recorded${reason === null ? '' : `: ${REASONS[reason]}`}.`,
  ],
  drawdown: (
    size: number,
    percent: number | null,
    peak: number,
    trough: number,
    currency: string | null,
  ): Line => [
    `Largest fall ${money(size, currency)}${percent === null ? '' : ` (${percentage(percent)})`}, from ${money(peak, null)} to ${money(trough, null)}.`,
  ],
  neverFell: (): Line => ['The balance never fell in that time.'],
  trades: (trades: number, perHour: number | null, overMs: number, resets: number): Line => [
    perHour === null ? pluralize(trades, 'trade') : rate(perHour),
    ` (${count(trades)} in ${duration(overMs)}${resets === 0 ? '' : `; at least, for its counter was reset ${pluralize(resets, 'time')}`}).`,
  ],
  noTrades: (): Line => ['Trades: not reported.'],
  uptime: (percent: number, watchedMs: number, unwatchedMs: number): Line => [
    `Up ${percentage(percent)} of the ${duration(watchedMs)} in which it was watched${unwatchedMs < 60_000 ? '' : `; ${duration(unwatchedMs)} nobody watched`}.`,
  ],
  neverWatched: (): Line => ['Uptime: it was not watched in that time.'],
  excluded: (amount: number, currency: string | null, reason: string, at: Date, userId: string): TextSpan[] =>
    line`Left out: ${`${signed(amount)}${unitOf(currency)}`}${reason === '' ? null : joined([' ', literal(reason, 60)])}, ${time(at)}, noted by ${mention(userId)}.`,
  closingsOnly: (): Line => ['Some of it is known by closing values alone: what was in between is not.'],
  /** The history as the bot keeps it. */
  problem: (code: HistoryProblemCode, since: Date): TextSpan[] =>
    line`⚠️ The history is incomplete since ${time(since)}: ${PROBLEMS[code]}.`,
  unavailable: (): Line => ['⚠️ The history cannot be read now; try again in a minute.'],
  off: (): Line => ['No history is kept here. Whoever runs arbwatch can switch it on with HISTORY_FILE.'],
  /** Of a balance with all that came and went in it. */
  recorded: (resolution: Resolution): string =>
    `As it was recorded, ${RESOLUTIONS[resolution]}: deposits and withdrawals count too.`,
  sentence: (period: string, change: string | null): string =>
    change === null
      ? `No balance is recorded of the last ${period}.`
      : `Balance change in the last ${period}: ${change}.`,
  period: {
    wrong: 'is not a length of time to look back at',
    second: 'is a second length of time',
    expected: 'one length of time from 1h to 400d, such as 24h, 7d or 30d',
    days: 'a number of days from 1 to 400, such as 7 or 30d',
  },
  pnl: {
    title: (days: number) => `Balance change, last ${pluralize(days, 'day')}`,
    chartTitle: (byWeek: boolean): string => (byWeek ? 'Balance change a week' : 'Balance change a day'),
    heading: (target: string, change: string | null, days: number) =>
      `${target}: ${change ?? 'no balance recorded'} in ${pluralize(days, 'day')}`,
    columns: {
      day: 'Day',
      week: 'Week of',
      target: 'Target',
      change: 'Change',
      percent: '%',
      trades: 'Trades',
      up: 'Up',
      estimated: 'Est. P&L',
    },
    total: 'Total',
    nothing: '–',
    running: 'Today',
    comparedWith: (days: string) =>
      `Nothing is recorded of the day before; the change is since the last balance that is: ${days}.`,
    estimated:
      'Est. P&L is the trader’s own estimate for its executions, not from fills. Balance change also has fees, transfers and open positions in it.',
    noEstimate: 'The traders’ own estimates for their executions are not recorded.',
    balanceOnly: 'Balance change: deposits and withdrawals count too, unless they are noted.',
    zone: (zone: string) => `Days in ${zone}.`,
    none: (): Line => ['No target has a history yet; it begins with the first check.'],
    more: (targets: string) => `Not shown: ${targets}. Name up to 6 targets to see them.`,
  },
  tooManyTargets: 'is one target too many',
  mostTargets: (limit: number) => `at most ${count(limit)} targets`,
  notes: {
    verb: 'note it for',
    idMissing: 'The id of a note is missing',
    id: 'an id as /arb-pnl note lists them, such as k3f9',
    added: (id: string, amount: number, currency: string | null, target: string, at: Date): TextSpan[] =>
      line`Noted as ${literal(id)}: ${bold(`${signed(amount)}${unitOf(currency)}`)} of ${target}, ${time(at)}. It is left out of every balance change from now on. Undo: ${literal(`/arb-pnl note remove ${id}`)}`,
    removed: (id: string): TextSpan[] =>
      line`Note ${literal(id)} is removed: its amount counts as a change again.`,
    notFound: (id: string): TextSpan[] =>
      line`There is no note ${literal(id, 20)}. ${literal('/arb-pnl note')} lists them.`,
    none: (): Line => ['No deposit or withdrawal is noted.'],
    title: 'Deposits and withdrawals',
    one: (
      id: string,
      target: string,
      amount: number,
      currency: string | null,
      reason: string,
      at: Date,
      by: string,
    ): TextSpan[] =>
      line`${literal(id)} ${target} ${bold(`${signed(amount)}${unitOf(currency)}`)}${reason === '' ? null : joined([' ', literal(reason, 60)])}, ${time(at)}, by ${mention(by)}`,
    tooMany: (limit: number): TextSpan[] => line`${count(limit)} notes are kept already; remove one first.`,
    amountMissing: 'An amount is missing',
    amountWrong: 'is not an amount with a sign',
    amount: '+500000 for a deposit, -500000 for a withdrawal',
    timeWrong: 'is not a time that is past',
    time: 'nothing for now, or at 2026-11-27 14:00, or 3h ago',
  },
  compare: {
    title: 'Balance change in %',
    heading: (a: string, b: string, difference: number | null) =>
      difference === null
        ? `${a} and ${b} cannot be compared`
        : `${a} ${signedPercentage(difference).replace(' %', '')} points against ${b}`,
    side: (target: string, percent: number, tradesPerHour: number | null): Line => [
      bold(target),
      `: ${signedPercentage(percent)}, ${tradesPerHour === null ? 'trades not reported' : rate(tradesPerHour)}.`,
    ],
    missing: (target: string, reason: GapReason | null): Line => [
      bold(target),
      `: nothing to compare${reason === null ? '' : `; ${REASONS[reason]}`}.`,
    ],
    spoken: (sides: readonly (readonly [string, number | null])[]): string =>
      `${sides.map(([name, percent]) => `${name} ${percent === null ? 'not recorded' : signedPercentage(percent)}`).join(', ')}.`,
    compared: (ms: number, ofMs: number) =>
      `Compared over ${duration(ms)} of ${duration(ofMs)}, in which both were recorded.`,
    excludedTitle: 'Left out',
    excluded: (target: string, from: Date, to: Date, reason: GapReason): TextSpan[] =>
      line`${target}: ${time(from)} to ${time(to)}, ${REASONS[reason]}`,
    twoTargets: 'two modes or two targets, such as live paper docker',
    missingTarget: 'Two targets are needed',
  },
};
