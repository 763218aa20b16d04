import type { Hold } from '../../../../src/alerting/silences/hold';
import type { Silence, SilenceKind } from '../../../../src/alerting/silences/silence';
import type { TargetSilence } from '../../../../src/alerting/silences/targetSilence';
import { bold, line, literal, mention, slackDate, type TextSpan, time } from '../../../blockKit/blocks';
import { duration, pluralize } from '../units';
import { by, until } from './by';

const KIND: Readonly<Record<SilenceKind, string>> = {
  maintenance: 'Maintenance',
  snooze: 'Snooze',
  mute: 'Mute',
  quiet_hours: 'Quiet hours',
};

const HOLD: Readonly<Record<Hold['kind'], string>> = {
  maintenance: 'In maintenance',
  snooze: 'Snoozed',
  mute: 'Muted',
  quiet_hours: 'Quiet hours',
  silent_rule: 'This rule is silent',
};

const criticalStillSent = 'Critical alerts are still sent.';
const endOf = (end: Date | null): TextSpan[] =>
  end === null ? [' without an end'] : line` until ${time(end)}`;
const reasonOf = (reason: string | null): TextSpan[] | null =>
  reason === null ? null : line`: ${literal(reason, 200)}`;

type Described = Pick<
  Silence,
  'kind' | 'from' | 'until' | 'by' | 'reason' | 'includesCritical' | 'severities'
>;

/** Silences: maintenance, snoozes, mutes and quiet hours. */
export const silences = {
  subject: {
    all: 'all traders',
    ofMode: (mode: string) => `all ${mode} traders`,
  },
  /** `Maintenance of paper docker`, `Maintenance weekend (all paper traders)`, `Quiet hours`. */
  name: (kind: SilenceKind, name: string | null, subject: string) =>
    kind === 'quiet_hours'
      ? KIND[kind]
      : `${KIND[kind]} ${name === null ? `of ${subject}` : `${name} (${subject})`}`,
  /** `Maintenance of paper docker from 22:00 until 23:00, by @somebody: deploy. Critical alerts are still sent.` */
  line: (name: string, silence: Described, isUpcoming: boolean): TextSpan[] =>
    line`${bold(name)}${isUpcoming ? line` from ${time(silence.from)}` : null}${endOf(silence.until)}${silence.by === null ? ', as configured' : by(silence.by)}${reasonOf(silence.reason)}. ${silences.passes(silence)}`,
  passes: ({ severities, includesCritical }: Pick<Silence, 'severities' | 'includesCritical'>): string => {
    if (severities !== null) return `Alerts that are held back: ${severities.join(', ')}.`;
    return includesCritical ? 'Critical alerts are held back, too.' : criticalStillSent;
  },

  /** Beside the state of a trader. */
  ofTarget: ({ kind, until: end, by: who, includesCritical }: TargetSilence): TextSpan[] => {
    if (kind === 'muted') return line`🔕 Muted${by(who)}: no alerts until it recovers.`;
    if (kind === 'snoozed') return line`🔕 Snoozed${by(who)}${until(end)}.`;
    return line`${kind === 'maintenance' ? '🔧' : '🔕'} ${HOLD[kind]}${endOf(end)}${by(who)}${includesCritical || kind === 'quiet_hours' ? '.' : `. ${criticalStillSent}`}`;
  },
  /** Of an alert that is held back, below it. */
  hold: ({ kind, until: end, by: who }: Hold): TextSpan[] =>
    kind === 'silent_rule'
      ? ['This rule is silent: nothing is sent.']
      : line`${HOLD[kind]}${endOf(end)}${by(who)}: nothing new is sent until then.`,
  /** The same as the end of a sentence, in a list. */
  heldBack: ({ kind, until: end, by: who }: Hold): TextSpan[] =>
    kind === 'silent_rule'
      ? ['; not sent, since the rule is silent']
      : line`; held back: ${HOLD[kind].toLowerCase()}${until(end)}${by(who)}`,

  list: {
    active: 'Silenced now',
    upcoming: 'Planned',
    headline: (names: string | null) => (names === null ? 'Nothing is silenced' : `Silenced: ${names}`),
    mutedUntilRecovery: (name: string, since: Date | null, who: string | null): TextSpan[] =>
      line`${bold(`Muted: ${name}`)} until it recovers${since && line`, since ${time(since)}`}${by(who)}. No alerts of it until then.`,
    howToEnd:
      'To end one: `/arb-alerts unmute paper docker`, `/arb-alerts maintenance end paper docker`, `/arb-alerts unsnooze paper docker`',
    asOf: (now: Date) => `As of ${slackDate(now)}`,
  },

  /** What was held back, at the end of a silence. */
  ended: {
    headline: (name: string, firing: number, over: number) =>
      `${name} ended${firing > 0 ? `: ${pluralize(firing, 'alert')} still firing` : over > 0 ? `: ${pluralize(over, 'alert')} held back, now over` : ''}`,
    firingList: 'Still firing, alerted now',
    overList: 'Over, not alerted',
    eventList: 'Happened meanwhile, not alerted',
    firing: (what: string, since: Date): TextSpan[] => line`${bold(what)} since ${time(since)}`,
    over: (
      what: string,
      from: Date,
      to: Date,
      ms: number,
      how: 'recovered' | 'muted' | 'closed',
    ): TextSpan[] => line`${bold(what)} from ${time(from)} to ${time(to)} (${duration(ms)}), ${OVER[how]}`,
    event: (what: string, at: Date): TextSpan[] => line`${bold(what)} ${time(at)}`,
    lasted: (
      from: Date,
      to: Date,
      who: string | null,
      reason: string | null,
      endedBy: string | null,
    ): TextSpan[] =>
      line`From ${time(from)} to ${time(to)}${who === null ? ', as configured' : by(who)}${reasonOf(reason)}.${endedBy === null ? null : line` Ended early by ${mention(endedBy)}.`}`,
  },

  reminder: {
    headline: (names: string) => `Still silenced without an end: ${names}`,
    why: 'Each lasts until somebody ends it; one that was muted on an alert also until it recovers. /arb-alerts muted shows how to end them.',
  },

  answer: {
    begun: (name: string, from: Date | null, end: Date | null, reason: string | null): TextSpan[] =>
      line`${bold(name)}${from && line` from ${time(from)}`}${endOf(end)}${reasonOf(reason)}.`,
    monitored:
      'Monitoring goes on. What is held back is summarised at the end, and what still fires then alerts.',
    monitoredWithoutEnd: 'Monitoring goes on. You are reminded of it every day at 09:00.',
    criticalPasses: (example: string): TextSpan[] =>
      line`${criticalStillSent} To hold them back, too: ${literal(example, 200)}`,
    criticalHeld: 'Critical alerts are held back, too. A monitoring outage is still reported.',
    snoozedAhead: (name: string): TextSpan[] =>
      line`${bold(name)} has no open alert: its next ones are held back.`,
    ended: (name: string): TextSpan[] => line`Ended: ${bold(name)}. What still fires alerts within a minute.`,
    unmuted: (name: string): TextSpan[] =>
      line`Unmuted: ${bold(name)}. What still fires alerts within a minute.`,
    nothingToEnd: (subject: string): TextSpan[] =>
      line`There is nothing to end for ${subject}. ${literal('/arb-alerts muted')} shows what is silenced.`,
  },

  usage: {
    toSilence: 'silence',
    toEnd: 'end it for',
    tooLong: 'is too long',
    reason: (most: number) => `a reason of at most ${most} characters`,
    targetOrAll: 'a target such as paper docker, or all',
    maintenanceTooLong: 'ends too far ahead',
    muteTooLong: 'ends too far ahead',
    range: 'times such as 22:00-23:00, tomorrow 22:00-23:00, 1h or until 09:00, at most 30 d ahead',
    until: 'a time such as 3d or until 09:00, at most a year ahead; without one it lasts until you unmute it',
    maintenance: 'no alerts in that time; what was held back is summarised at its end',
    maintenanceAll: 'the same for all traders, critical alerts included',
    maintenanceEnd: 'ends it early',
    maintenanceList: 'what is in maintenance, and what is planned',
    mute: 'no alerts of the trader for three days; critical ones still come',
    muteForGood: 'no alerts of it, critical ones included, until you unmute it',
    unmute: 'alerts of it again',
    muted: 'what is silenced, until when and by whom',
    snoozeAhead: 'also before there is an alert: the next ones are held back',
  },

  /** The button on an alert. */
  button: {
    label: 'Maintenance 1 h',
    title: 'Maintenance for 1 hour?',
    text: (subject: string, isCritical: boolean) =>
      `Nothing new is sent about ${subject} for an hour${isCritical ? ', critical alerts included' : '; critical alerts still are'}. Monitoring goes on: at the end there is a summary, and what still fires then alerts.`,
    confirm: 'Begin',
  },

  activity: {
    begun: (name: string, from: Date, end: Date | null, critical: boolean): TextSpan[] =>
      line`began ${name}${line` from ${time(from)}`}${until(end)}${critical ? ', critical alerts included' : null}`,
    ended: (name: string): string => `ended ${name}`,
    unmute: (name: string | null): string => `unmuted ${name ?? 'a target'}`,
    heldBack: (kind: Hold['kind']): string => `held the alert back (${HOLD[kind].toLowerCase()})`,
  },
  pending: (name: string): string => `Summary (${name})`,
  pendingReminder: 'Reminder of what is muted',
};

const OVER = { recovered: 'recovered', muted: 'muted', closed: 'closed: its rule was switched off' };
