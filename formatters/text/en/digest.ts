import type { CounterChange } from '../../../src/digests/digest';
import { bold, line, literal, mention, slackDate, type TextSpan, time } from '../../blockKit/blocks';
import { count, money, percentage, signed } from '../numbers';
import { common, type MissingReason } from './common';
import { duration, pluralize } from './units';

const COUNTERS = {
  trades: ['trade', 'trades'],
  violations: ['safety violation', 'safety violations'],
  trips: ['breaker trip', 'breaker trips'],
} as const;

const INCIDENT_STATE = {
  open: 'not acknowledged',
  acknowledged: 'acknowledged',
  snoozed: 'snoozed',
  recovered: 'recovered',
  muted: 'muted',
  closed: 'closed, its rule is off',
};

/** How one that did not recover ended. */
const THEN: Readonly<Partial<Record<keyof typeof INCIDENT_STATE, string>>> = {
  muted: ', then muted',
  closed: ', then its rule was switched off',
};

/** The balance of the last days that are over. */
const week = {
  title: 'Balance change, last 7 days',
  /** `paper docker: +1,200.00 KRW (+0.12 %) on 21 Nov, 300.00 more than on 20 Nov.` */
  day: (
    name: string,
    day: string,
    change: string,
    /** `more`: null where nothing is recorded of the day before. */
    {
      since,
      before,
      more,
    }: { readonly since: string | null; readonly before: string | null; readonly more: number | null },
  ): TextSpan[] => [
    `${name}: `,
    bold(change),
    ` on ${day}${since === null ? '' : `, since ${since}, the last that is recorded before`}`,
    more === null || before === null ? '.' : `, ${comparedWithDay(more, before)}.`,
  ],
  moved: (name: string, times: number, amount: string) =>
    `${name}: without ${pluralize(times, 'noted deposit or withdrawal', 'noted deposits and withdrawals')}, ${amount} in all.`,
  lacking: (name: string, days: readonly string[]) =>
    `${name}: no balance is recorded of ${days.join(', ')}.`,
  notRead: 'The last 7 days are not shown: the history could not be read.',
};

const comparedWithDay = (more: number, before: string): string =>
  more === 0
    ? `the same as on ${before}`
    : `${money(Math.abs(more), null)} ${more > 0 ? 'more' : 'less'} than on ${before}`;

/** What changed since the last digest, and how it stands. */
export const digest = {
  week,
  heading: (name: string | null, parts: readonly string[]) =>
    `📋 Digest${name === null ? '' : ` ${name}`}${parts.length === 0 ? '' : `: ${parts.join(' · ')}`}`,
  alerts: (n: number) => pluralize(n, 'alert'),
  trades: (n: number) => pluralize(n, 'trade'),
  sinceClock: (headline: string, clock: string) => `${headline}, since ${clock}.`,
  since: (at: Date, ms: number): TextSpan[] => line`Since ${time(at)} (${duration(ms)})`,
  unseenSince: (at: Date): TextSpan[] =>
    line`${bold('⚠️ Redis could not be read since ')}${time(at)}. The traders may be fine. All below is from before.`,
  found: (targets: readonly { readonly name: string; readonly at: Date }[], more: number): TextSpan[] =>
    line`New: ${targets.flatMap(({ name, at }, i) => line`${i === 0 ? '' : '; '}${bold(name)}, first seen ${time(at)}`)}${more === 0 ? '' : `; and ${more} more`}.`,

  quiet: (since: Date, name: string | null, isUnseen: boolean): TextSpan[] =>
    line`${bold('📋 Nothing happened')}${isUnseen ? line` from ${time(since)} to then` : line` since ${time(since)}`}${name === null ? '' : ` (digest ${name})`}.`,
  quietStates: (states: readonly TextSpan[][], more: number, isUnseen: boolean): TextSpan[] =>
    line`${isUnseen ? ' Then: ' : ' Now: '}${states.flatMap((state, i) => [i === 0 ? '' : '; ', ...state])}${more === 0 ? '' : `; and ${more} more`}.`,
  nothingReportedBy: (names: string) => `Nothing reported by ${names}.`,

  /** `57 trades, 1,344 in all`. A counter that was reset, or was not reported, is said to be so. */
  counter(counter: keyof typeof COUNTERS, change: CounterChange, missing: MissingReason): string {
    const { total, increase, resets, isNew } = change;
    const [one, many] = COUNTERS[counter];
    const rise = pluralize(increase, one, many);
    if (total === null) return increase > 0 ? rise : `${many} ${common.missing[missing]}`;
    const inAll = `${count(total)} in all`;
    if (resets > 0) return `${rise} seen, but the counter was reset: now ${inAll}`;
    if (isNew && increase === 0) return `${many} reported for the first time: ${inAll}`;
    if (total === 0) return `no ${many}`;
    return increase === 0 ? `no new ${many}, ${inAll}` : `${rise}, ${inAll}`;
  },
  countedSince: (at: Date): TextSpan[] => line`Counted since ${time(at)}`,
  liveSwitched: (times: number) =>
    `live trading was switched ${times === 1 ? 'once' : pluralize(times, 'time')}`,
  warning: (text: string): TextSpan => bold(`⚠️ ${text}`),

  balanceFirst: (now: string | null, missing: MissingReason) =>
    now === null ? `Balance ${common.missing[missing]}` : `Balance ${now}, not reported before`,
  balanceGone: (missing: MissingReason, before: string, at: Date): TextSpan[] =>
    line`Balance ${common.missing[missing]} now; it was ${before}, ${time(at)}`,
  balanceUnchanged: (now: string) => `Balance ${now}, unchanged`,
  balance: (before: string, at: Date | null, now: string, difference: number): TextSpan[] =>
    line`Balance ${before}${at && line` (${time(at)})`} → ${now}${difference === 0 ? null : line` (${bold(signed(difference))})`}`,

  neverSeen: 'No sign of life was ever observed',
  monitoredTooShort: 'Not monitored long enough to show its uptime',
  uptime: (share: number, monitoredMs: number) =>
    `Up ${percentage(share * 100)} of the ${duration(monitoredMs)} monitored`,

  unknownLastSeen: (status: string) => `unknown, last seen ${status}`,
  downSince: (at: Date): TextSpan[] => line` since ${time(at)}`,
  urgent: (label: string): TextSpan[] => line`, ${bold(label)}`,
  moneyUnknown: ', real money: unknown',
  noRealOrders: ', no real orders',
  openAlerts: (n: number) => `, ${common.openAlerts(n)}`,
  acknowledgedBy: (by: string): TextSpan[] => line`, acknowledged by ${mention(by)}`,
  silenced: (kind: keyof typeof common.silenced) => `, ${common.silenced[kind]}`,

  alertList: 'Alerts',
  noAlerts: 'No alerts.',
  /** `Down: paper docker · 14 min, from 02:58`. */
  incident: (
    title: string,
    names: readonly string[],
    more: number,
    state: keyof typeof INCIDENT_STATE,
    began: Date,
    lastedMs: number,
    hasEnded: boolean,
  ): TextSpan[] =>
    line`${bold(title)}${names.length === 0 ? '' : `: ${names.join(', ')}${more === 0 ? '' : ` and ${more} more`}`} · ${hasEnded ? duration(lastedMs) : `for ${duration(lastedMs)} so far, ${INCIDENT_STATE[state]}`}, from ${time(began)}${THEN[state] ?? ''}`,

  tuning: 'Tuning',
  noTuning: 'No tuning progress.',
  session: (
    id: string,
    name: string | null,
    place: string,
    completed: number,
    since: number | null,
    isFinished: boolean,
    isStalled: boolean,
  ): TextSpan[] =>
    line`${name === null ? null : line`${literal(name)} · `}${literal(id, 60)} ${place}: ${
      since === null || since === 0
        ? `${pluralize(completed, 'iteration')} completed`
        : `${pluralize(since, 'more iteration')}, ${count(completed)} completed`
    }${isFinished ? line`, ${bold('finished')}` : isStalled ? line`, ${bold('stalled')}` : null}`,
  incidentsSince: (at: Date) => `Alerts that ended before ${slackDate(at)} are not included.`,
  asOf: (at: Date) => `As of ${slackDate(at)}`,
  late: (dueAt: Date, reason: string | null): TextSpan[] =>
    line`${bold('Late: ')}this digest was due ${time(dueAt)}${reason === null ? null : line` (${reason})`}.`,
  wasAway: 'the bot was down then, or Redis was unavailable',
};
