import type { Severity } from '../../../../src/alerting/severity/severity';
import type { GapReason } from '../../../../src/history/model/gap';
import type { UnrecordedRule } from '../../../../src/rehearsal/settings/rehearsedSettings';
import { bold, joined, type Line, line, type TextSpan, time } from '../../../blockKit/blocks';
import { count } from '../../numbers';
import { performance } from '../trading/performance';
import { duration, pluralize } from '../units';

const UNRECORDED: Readonly<Record<UnrecordedRule, string>> = {
  order_problem: 'rejected and partially filled orders',
  price_feed: 'missing prices',
  tuning: 'tuning sessions',
  control: 'control states',
};

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** What new settings would have made of the recorded past. */
export const rehearsal = {
  command: {
    what: 'which alerts other settings would have sent in the last 7 days',
    period: 'the same over 30 days, with the rule about exposure switched off',
    file: 'the same for a configuration file beside the one in use',
    needsChange: 'Say which settings to try',
    expected:
      'settings such as stale_after=90s, balance_drop.percent=3 or high_exposure=off; or the name of a file beside the configuration file, such as new.yaml; then since=30d, from 1d to 400d (7d)',
    second: 'is a second file',
    wrongSince: 'is not a time to look back at',
    since: 'since=7d, or 1d to 400d',
  },
  terminal: {
    about: 'says which alerts other settings would have sent, by what the bot recorded',
    notes: [
      'It runs the rules over the history (HISTORY_FILE) twice, with the settings in use and with the new ones; Redis and Slack are not needed, and nothing is sent.',
      'Rules about silences and changes are exact to the interval of checks for 400 days, rules about values for 7 days. What people did (acknowledged, snoozed, muted, in maintenance) is left out.',
    ].join('\n'),
    words:
      'settings in place of those in use (or of the file): stale_after=90s, balance_drop.percent=3, high_exposure=off',
    config: 'the configuration file to rehearse',
    since: 'from when on: 24h, 30d, 2026-11-22 or "2026-11-22 14:00"',
    ofFile: 'what new.yaml would have sent in the last 30 days',
    ofWord: 'what one other setting would have sent in the last 7 days, as JSON',
    needsChange: 'Say what to rehearse: --config new.yaml, or settings such as stale_after=90s',
    notASetting: (word: string) => `${word}: it is no setting with its value, such as stale_after=90s`,
  },
  heading: (after: number, before: number, period: string) =>
    after === before
      ? `${pluralize(after, 'alert')} as before, ${period}`
      : `${pluralize(after, 'alert')} instead of ${count(before)}, ${period}`,
  last: (period: string) => `last ${period}`,
  spoken: (missed: number, added: number, moved: number): string => {
    const parts = [
      ...(missed === 0 ? [] : [`${count(missed)} would not have come`]),
      ...(added === 0 ? [] : [`${count(added)} would have come besides`]),
      ...(moved === 0 ? [] : [`${count(moved)} at another time or severity`]),
    ];
    return parts.length === 0 ? 'Nobody would have noticed a difference.' : `${listed(parts)}.`;
  },
  chart: {
    title: 'Alerts',
    before: 'Now',
    after: 'New',
    yLabel: 'Alerts',
    day: 'Day',
    days: (n: number) => `${n} days from`,
  },
  columns: { rule: 'Rule', before: 'Now', after: 'New', messages: 'Messages in the channel' },
  missed: 'You would have missed',
  added: 'You would have received besides',
  moved: 'You would have received at another time',
  alert: (title: string, targets: string, at: Date, lastedMs: number | null, mayCome: boolean): TextSpan[] =>
    line`${bold(title)}${targets === '' ? null : `: ${targets}`}, ${time(at)}${lastedMs === null ? null : `, over after ${duration(lastedMs)}`}${mayCome ? ' (it still lasts where the record ends, and may only come later)' : null}`,
  movedAlert: (
    title: string,
    targets: string,
    at: Date,
    byMs: number,
    severity: { readonly from: Severity; readonly to: Severity } | null,
  ): TextSpan[] =>
    joined([
      line`${bold(title)}${targets === '' ? null : `: ${targets}`}, ${time(at)}`,
      byMs === 0 ? null : `, ${duration(Math.abs(byMs))} ${byMs > 0 ? 'later' : 'earlier'}`,
      severity === null ? null : `, ${severity.to} instead of ${severity.from}`,
    ]),
  same: (same: number, merged: number): Line[] => [
    ...(same === 0 ? [] : [[`${pluralize(same, 'alert')} would have come as before.`]]),
    ...(merged === 0 ? [] : [[`${pluralize(merged, 'alert')} would have been part of another one.`]]),
  ],
  noChange: (): Line => ['⚠️ These settings are those in use: nothing would change.'],
  shorter: (since: Date, asked: string): TextSpan[] =>
    line`⚠️ Nothing older than ${time(since)} is recorded: that is less than the ${asked} asked for.`,
  inMemory: (): Line => [
    '⚠️ This history is in memory: it begins with the start of the bot, and ends with it (HISTORY_FILE).',
  ],
  unknownTargets: (targets: string): Line => [
    `⚠️ Nothing is recorded of ${targets}, which the new settings name.`,
  ],
  withoutSigns: (targets: string): Line => [
    `⚠️ No sign of life is recorded of ${targets}: rules about silences say nothing of them here.`,
  ],
  otherInterval: (): Line => [
    '⚠️ The new settings check at another interval. That cannot be rehearsed: checks are as they were recorded.',
  ],
  exact: (ms: number) => `Silences and changes are exact to ${duration(ms)}.`,
  values: (since: Date | null, isWhole: boolean): Line =>
    since === null
      ? ['Values are known every 5 min: rules about balance, exposure and trades are approximate.']
      : isWhole
        ? ['Values are known of each check.']
        : line`Values are known of each check since ${time(since)}, and every 5 min before: there, rules about balance, exposure and trades are approximate.`,
  people: (): Line => [
    'What people did is left out: acknowledged, snoozed, muted, announced maintenance. Nothing was sent.',
  ],
  unrecorded: (rules: readonly UnrecordedRule[]): Line => [
    `Not in the history, so not rehearsed: ${listed([...rules.map((rule) => UNRECORDED[rule]), 'real orders', 'losses of Redis’s data'])}.`,
  ],
  gapsTitle: 'Nobody watched, so nothing is said of',
  gap: (from: Date, to: Date, reason: GapReason): TextSpan[] =>
    line`${time(from)} to ${time(to)} (${duration(to.getTime() - from.getTime())}), ${performance.gap(reason)}`,
  nothing: (since: Date): TextSpan[] =>
    line`Nothing is recorded since ${time(since)}, so there is nothing to rehearse. The history begins with the first check.`,
  noChannel: (): Line => ['No alert channel is set (ALERT_CHANNEL), so that nobody would be alerted.'],
  tooLong: (limitMs: number): Line => [
    `⏱️ It took more than ${duration(limitMs)}, which would slow the bot down. Ask for less, such as since=3d; or type arbwatch rehearse in a terminal, which has no limit.`,
  ],
  busy: (): Line => ['⏱️ Another rehearsal is under way; try again in a minute.'],
  unavailable: (): Line => [
    'This bot cannot read its configuration again, so it cannot rehearse another: it was started as a demo.',
  ],
  refused: (n: number) => `Not rehearsed: ${pluralize(n, 'problem')}`,
};
