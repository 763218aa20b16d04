import type { IncidentState } from '../../../../src/alerting/incidents/incident';
import type { Severity } from '../../../../src/alerting/severity/severity';
import { bold, type Line, line, mention, type TextSpan, time } from '../../../blockKit/blocks';
import { common } from '../common';
import { duration, ordinal } from '../units';
import { alertResponses } from './alertResponses';
import { by, until } from './by';
import { outage } from './outages';
import { refusal } from './refusal';

const at = (when: Date | null): TextSpan[] | null => when && line` ${time(when)}`;

const PREFIX: Readonly<Partial<Record<IncidentState, string>>> = {
  acknowledged: 'Acknowledged · ',
  snoozed: 'Snoozed · ',
};

const SEVERITY: Readonly<Record<Severity, string>> = {
  critical: 'CRITICAL',
  warning: 'Warning',
  info: 'Info',
};

const realMoney = (isRealMoney: boolean): string => (isRealMoney ? ` · ${common.realMoney}` : '');

/** Until when a muted alert stays so. */
function areOk(n: number, areUnstable: boolean): string {
  if (areUnstable) return n === 1 ? 'it is stable' : 'they are stable';
  return n === 1 ? 'it recovers' : 'they recover';
}

/** Alerts: their messages, their threads, and what is asked about them. */
export const alerts = {
  subject: (n: number) => `${n} traders`,
  allTraders: 'the traders',
  noTrader: 'no trader',
  /** `Down: live docker · REAL MONEY`; without the subject where there is none. */
  what: (title: string, subject: string | null, isRealMoney: boolean) =>
    `${title}${subject === null ? '' : `: ${subject}${realMoney(isRealMoney)}`}`,

  severity: SEVERITY,
  /** `CRITICAL · Down: live docker`. */
  severe: (severity: Severity, what: string) => `${SEVERITY[severity]} · ${what}`,

  headline: {
    open: (state: IncidentState, severity: Severity, what: string) =>
      `${PREFIX[state] ?? ''}${SEVERITY[severity]} · ${what}`,
    recovered: (ms: number, subject: string, isRealMoney: boolean) =>
      `Recovered after ${duration(ms)}: ${subject}${realMoney(isRealMoney)}`,
    outageOver: (ms: number, isStore: boolean) =>
      `${isStore ? 'Storage resumed' : 'Monitoring resumed'} after ${duration(ms)}`,
    muted: (subject: string) => `Muted: ${subject}`,
    ruleOff: (rule: string, subject: string) => `Closed: rule ${rule} was switched off (${subject})`,
    ignored: (subject: string) => `Closed: the configuration ignores it now (${subject})`,
    targetGone: (subject: string) => `Closed: taken out of the configuration (${subject})`,
    heartbeatReleased: (subject: string) => `Heartbeat no longer expected: ${subject}`,
  },
  since: (when: Date): TextSpan[] => line`Since ${time(when)}.`,
  fromTo: (from: Date, to: Date | null): TextSpan[] =>
    line`From ${time(from)}${to && line` to ${time(to)}`}.`,
  before: (text: Line): TextSpan[] => line`The alert was: ${text}`,
  atTheSameTime: (title: string) => `${title}, at about the same time:`,
  moreTargets: (n: number) => `and ${n} more`,
  target: (
    name: string,
    text: Line,
    recoveredAt: Date | null,
    times: number,
    firstAt: Date | null,
  ): TextSpan[] =>
    line`${bold(name)} ${text}${recoveredAt && line`; recovered ${time(recoveredAt)}`}${times > 1 ? line`; this is the ${ordinal(times)} time${firstAt && line` since ${time(firstAt)}`}` : ''}.`,
  names: (names: string) => `${names}.`,

  state: {
    open: 'Not acknowledged yet.',
    acknowledged: (userId: string | null, when: Date | null): TextSpan[] =>
      line`Acknowledged${by(userId)}${when && line`, ${time(when)}`}. No more reminders.`,
    snoozed: (userId: string | null, when: Date | null): TextSpan[] =>
      line`Snoozed${until(when)}${by(userId)}. No reminders until then.`,
    recovered: (when: Date | null): TextSpan[] => line`Recovered${at(when)}.`,
    wasAcknowledged: (userId: string): TextSpan[] => line`Acknowledged by ${mention(userId)}.`,
    muted: (when: Date | null, n: number, areUnstable: boolean): TextSpan[] =>
      line`No alerts${when && line` from ${time(when)}`} until ${areOk(n, areUnstable)}.`,
    ruleOff: (when: Date | null): TextSpan[] =>
      line`The rule was switched off in the configuration${when && line`, noticed ${time(when)}`}. Whether it recovered is not known.`,
    ignored: (when: Date | null): TextSpan[] =>
      line`The configuration says to ignore it${when && line`, noticed ${time(when)}`}. Whether it recovered is not known.`,
    targetGone: (when: Date | null): TextSpan[] =>
      line`The configuration does not name it any more${when && line`, noticed ${time(when)}`}. Nobody watches it; whether it recovered is not known.`,
    heartbeatReleased: (when: Date | null): TextSpan[] =>
      line`Judged by its portfolio alone${when && line` since ${time(when)}`}, until it sends a heartbeat again.`,
  },

  outage,

  thread: {
    reminder: (ms: number, what: string, since: Date | null): TextSpan[][] => [
      line`${bold(`🔔 Still open after ${duration(ms)}: ${what}`)}${since && line`, since ${time(since)}`}.`,
      ['Nobody has acknowledged it. Acknowledge or snooze it above to stop these reminders.'],
    ],
    /** Above an entry that stands in the channel, outside its alert's thread. */
    about: (what: string | null): TextSpan[] =>
      line`About ${what === null ? 'an alert' : bold(what)} (its thread takes no reply):`,
    acted: (userId: string, action: Line): TextSpan[] => line`${mention(userId)} ${action}.`,
    recovered: (ms: number, subject: string): TextSpan =>
      bold(`✅ Recovered after ${duration(ms)}: ${subject}.`),
    outageOver: (ms: number, isStore: boolean): TextSpan =>
      bold(`✅ ${isStore ? 'Storage resumed' : 'Monitoring resumed'} after ${duration(ms)}.`),
    /** `Down from … to ….` */
    lasted: (title: string, from: Date, to: Date | null): TextSpan[] =>
      line` ${title} from ${time(from)}${to && line` to ${time(to)}`}.`,
    joined: (title: string, name: string): TextSpan[] => line`${bold(`${title} as well: ${name}.`)}`,
    moreSevere: (title: string, name: string, from: Severity, to: Severity): TextSpan[] =>
      line`${bold(`Now ${to}, was ${from}. ${title}: ${name}.`)}`,
    targetRecovered: (name: string, ms: number): TextSpan[] =>
      line`${bold(name)} recovered after ${duration(ms)}.`,
    muted: 'Muted: no alerts until it recovers.',
    ruleOff: 'Closed: its rule was switched off in the configuration.',
    ignored: 'Closed: the configuration says to ignore it.',
    targetGone: 'Closed: the configuration does not name it any more, so that nobody watches it.',
    heartbeatReleased: 'No heartbeat is expected any more: it is judged by its portfolio alone.',
    anAlert: 'an alert',
  },

  /** What somebody did about an alert, after their name. */
  action: {
    acknowledge: 'acknowledged it',
    snooze: (when: Date): TextSpan[] => line`snoozed it until ${time(when)}`,
    unsnooze: 'ended the snooze',
    mute: 'muted it',
    release_heartbeat: 'stopped expecting heartbeats',
  },

  refusal,
  button: {
    acknowledge: 'Acknowledge',
    snooze: 'Snooze…',
    unsnooze: 'End snooze',
    status: 'Status now',
    mute: 'Mute',
    releaseHeartbeat: 'Stop expecting heartbeats',
    snoozeFor: {
      '1h': () => 'For 1 hour',
      '4h': () => 'For 4 hours',
      '09:00': (zone: string) => `Until 09:00 (${zone})`,
    },
    muteTitle: (subject: string) => `Mute ${subject}?`,
    muteText: (subject: string, n: number, areUnstable: boolean) =>
      `For a trader that was stopped on purpose. This alert closes, and there are no more alerts about ${subject} until ${areOk(n, areUnstable)}. Nothing is sent to the trader itself.`,
    muteConfirm: 'Mute',
    muteDeny: 'Cancel',
  },

  event: {
    /** `Safety violations: live docker, 03:02 UTC.` */
    when: (headline: string, clock: string) => `${headline}, ${clock}.`,
    sentence: (name: string, text: Line): TextSpan[] => line`${bold(name)} ${text}.`,
    testHeading: (severity: Severity) => `Test alert (${severity}): this is only a test`,
    test: (userId: string | null, when: Date): TextSpan[] =>
      line`Requested${by(userId)}, ${time(when)}. It took the same way as every alert: stored, then sent. Nothing is wrong with any trader.`,
  },

  response: alertResponses,
};
