import type { IncidentState } from '../../../src/alerting/incidents/incident';
import type { StoreOutage } from '../../../src/redis/errors';
import { bold, joined, type Line, line, literal, mention, slackDate, type TextSpan, time } from '../../blockKit/blocks';
import { common } from './common';
import { errors } from './errors';
import { ago, duration, ordinal, pluralize } from './units';

const by = (userId: string | null): TextSpan[] | null => userId === null ? null : line` by ${mention(userId)}`;
const at = (when: Date | null): TextSpan[] | null => when && line` ${time(when)}`;
const until = (when: Date | null): TextSpan[] | null => when && line` until ${time(when)}`;

const PREFIX: Readonly<Partial<Record<IncidentState, string>>> = {
  acknowledged: 'Acknowledged · ',
  snoozed: 'Snoozed · ',
};

const usualTime = 'Each trader now has its usual time to give a sign of life before an alert.';
const realMoney = (isRealMoney: boolean): string => (isRealMoney ? ` · ${common.realMoney}` : '');

/** Alerts: their messages, their threads, and what is asked about them. */
export const alerts = {
  subject: (n: number) => `${n} traders`,
  allTraders: 'the traders',
  noTrader: 'no trader',
  /** `Down: live docker · REAL MONEY`; without the subject where there is none. */
  what: (title: string, subject: string | null, isRealMoney: boolean) =>
    `${title}${subject === null ? '' : `: ${subject}${realMoney(isRealMoney)}`}`,

  headline: {
    open: (state: IncidentState, what: string) => `${PREFIX[state] ?? ''}${what}`,
    recovered: (ms: number, subject: string, isRealMoney: boolean) =>
      `Recovered after ${duration(ms)}: ${subject}${realMoney(isRealMoney)}`,
    outageOver: (ms: number, isStore: boolean) =>
      `${isStore ? 'Alerts resumed' : 'Redis is back'} after ${duration(ms)}`,
    muted: (subject: string) => `Muted: ${subject}`,
    heartbeatReleased: (subject: string) => `Heartbeat no longer expected: ${subject}`,
  },
  since: (when: Date): TextSpan[] => line`Since ${time(when)}.`,
  fromTo: (from: Date, to: Date | null): TextSpan[] => line`From ${time(from)}${to && line` to ${time(to)}`}.`,
  before: (text: Line): TextSpan[] => line`Before: ${text}`,
  atTheSameTime: (title: string) => `${title}, at about the same time:`,
  moreTargets: (n: number) => `and ${n} more`,
  target: (name: string, text: Line, recoveredAt: Date | null, times: number): TextSpan[] =>
    line`${bold(name)} ${text}${recoveredAt && line`; recovered ${time(recoveredAt)}`}${times > 1 ? `; ${ordinal(times)} time` : ''}.`,
  names: (names: string) => `${names}.`,

  state: {
    open: 'Not acknowledged yet.',
    acknowledged: (userId: string | null, when: Date | null): TextSpan[] =>
      line`Acknowledged${by(userId)}${when && line`, ${time(when)}`}. No more reminders.`,
    snoozed: (userId: string | null, when: Date | null): TextSpan[] =>
      line`Snoozed${until(when)}${by(userId)}. No reminders until then.`,
    recovered: (when: Date | null): TextSpan[] => line`Recovered${at(when)}.`,
    wasAcknowledged: (userId: string): TextSpan[] => line`Acknowledged by ${mention(userId)}.`,
    muted: (when: Date | null, n: number): TextSpan[] =>
      line`Muted${at(when)}. No alerts until ${n === 1 ? 'it recovers' : 'they recover'}.`,
    heartbeatReleased: (when: Date | null): TextSpan[] =>
      line`Judged by its portfolio alone${when && line` since ${time(when)}`}, until it sends a heartbeat again.`,
  },

  outage: {
    lasting: (lastCheckAt: Date): TextSpan[][] => [
      line`Redis cannot be read. Last successful check: ${time(lastCheckAt)}.`,
      ['The traders may be fine. Until Redis is back, no trader is reported down or recovered.'],
    ],
    over: (from: Date, to: Date): TextSpan[][] => [
      line`Redis could not be read from ${time(from)} to ${time(to)}.`,
      [`What the traders did meanwhile is unknown. ${usualTime}`],
    ],
    storeLasting: (why: StoreOutage, lastCheckAt: Date): TextSpan[][] => [
      line`${errors.outage(why)}. Last stored check: ${time(lastCheckAt)}.`,
      [
        `The traders can be read, and /arb-status answers. But alerts cannot be stored: no trader is reported down or recovered until ${errors.until(why)}.`,
      ],
    ],
    storeOver: (why: StoreOutage, from: Date, to: Date): TextSpan[][] => [
      line`Nothing could be stored from ${time(from)} to ${time(to)}: ${errors.outage(why)}.`,
      [`What the traders did meanwhile was not recorded. ${usualTime}`],
    ],
  },

  thread: {
    reminder: (ms: number, what: string, since: Date | null): TextSpan[][] => [
      line`${bold(`🔔 Still open after ${duration(ms)}: ${what}`)}${since && line`, since ${time(since)}`}.`,
      ['Nobody has acknowledged it. Acknowledge or snooze it above to stop these reminders.'],
    ],
    acted: (userId: string, action: Line): TextSpan[] => line`${mention(userId)} ${action}.`,
    recovered: (ms: number, subject: string): TextSpan => bold(`✅ Recovered after ${duration(ms)}: ${subject}.`),
    outageOver: (ms: number, isStore: boolean): TextSpan =>
      bold(`✅ ${isStore ? 'Alerts resumed' : 'Redis is back'} after ${duration(ms)}.`),
    /** `Down from … to ….` */
    lasted: (title: string, from: Date, to: Date | null): TextSpan[] =>
      line` ${title} from ${time(from)}${to && line` to ${time(to)}`}.`,
    joined: (title: string, name: string): TextSpan[] => line`${bold(`${title} as well: ${name}.`)}`,
    again: (title: string, name: string, times: number): TextSpan[] =>
      line`${bold(`${title} again, ${ordinal(times)} time: ${name}.`)}`,
    targetRecovered: (name: string, ms: number): TextSpan[] => line`${bold(name)} recovered after ${duration(ms)}.`,
    muted: 'Muted: no alerts until it recovers.',
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
    muteText: (subject: string, n: number) =>
      `For a trader that was stopped on purpose. This alert closes, and there are no more alerts about ${subject} until ${n === 1 ? 'it recovers' : 'they recover'}. Nothing is sent to the trader itself.`,
    muteConfirm: 'Mute',
    muteDeny: 'Cancel',
  },

  overview: {
    openList: 'Open',
    mutedList: 'Muted until they recover',
    activity: 'Recent activity',
    openAlerts: common.openAlerts,
    noAlert: (lastCheckAt: Date, now: Date) => `No open alert; last check ${ago(lastCheckAt, now)}`,
    noCheck: 'No alert, and no check yet',
    lastCheck: (when: Date) => `Last check ${slackDate(when)}`,
    noCheckYet: 'No successful check yet.',
    undelivered: (n: number, waitingMs: number | null) =>
      `${pluralize(n, 'undelivered message')}${waitingMs === null ? '' : `, the oldest waiting for ${duration(waitingMs)}`}`,
    incident: (what: string, since: Date, ms: number, assignment: Line): TextSpan[] =>
      line`${bold(what)} since ${time(since)} (${duration(ms)}); ${assignment}`,
    outageSince: (title: string, clock: string) => `${title} since ${clock}.`,
  },
  /** Who has it, after what it is. */
  assignment: {
    open: 'not acknowledged',
    acknowledged: (userId: string | null): TextSpan[] => line`acknowledged${by(userId)}`,
    snoozed: (userId: string | null, when: Date | null): TextSpan[] => line`snoozed${by(userId)}${until(when)}`,
    recovered: (when: Date | null): TextSpan[] => line`recovered${at(when)}`,
    muted: 'muted',
    outage: 'closes by itself when Redis is back',
    storeOutage: (why: StoreOutage) => `closes by itself when ${errors.until(why)}`,
  },
  pending: {
    line: (what: Line, channel: string | null, waitingMs: number | null, tries: number | null, error: string | null): TextSpan[] =>
      joined([
        what,
        channel === null ? null : line` for ${mention(channel)}`,
        waitingMs === null ? null : `, waiting for ${duration(waitingMs)}`,
        tries === null ? ', not tried yet' : `, tried ${pluralize(tries, 'time')}`,
        error === null ? null : line`: ${literal(error, 200)}`,
      ]),
    inDoubt: '; Slack may already have it, which is checked before it is sent again',
    nextTry: (when: Date): TextSpan[] => line`; next try ${time(when)}`,
  },
  audit: (when: Date, userId: string | null, what: Line): TextSpan[] =>
    line`${time(when)} ${userId === null ? 'arbwatch' : mention(userId)}: ${what}`,

  explain: {
    alerts: 'Alerts',
    suppressed: 'Not sent, and why',
    pending: 'Not delivered yet',
    rules: 'What each rule found last',
    activity: 'Activity',
    asked: (when: Date) => `Asked ${slackDate(when)}`,
    neverSeen: (name: string) => `${name}: never seen`,
    redisUnavailable: (name: string, openAlerts: string) => `${name}: unknown, Redis is unavailable · ${openAlerts}`,
    noOpenAlert: 'no open alert',
    lastCheck: (when: Date): TextSpan[] => line`Last successful check: ${time(when)}.`,
    monitoredSince: (when: Date): TextSpan[] => line`Monitored without a gap since ${time(when)}.`,
    rule: (rule: string, when: Date, reason: Line): TextSpan[] => line`${bold(rule)} ${time(when)}: ${reason}`,
    notSentYet: '; not sent yet',
    sent: (channel: string, when: Date, isUpToDate: boolean): TextSpan[] =>
      line`; sent to ${mention(channel)} ${time(when)}, ${isUpToDate ? 'up to date' : 'with a change still to be sent'}`,
  },

  event: {
    /** `Safety violations: live docker, 03:02 UTC.` */
    when: (headline: string, clock: string) => `${headline}, ${clock}.`,
    sentence: (name: string, text: Line): TextSpan[] => line`${bold(name)} ${text}.`,
    testHeading: 'Test alert: this is only a test',
    test: (userId: string | null, when: Date): TextSpan[] =>
      line`Requested${by(userId)}, ${time(when)}. It took the same way as every alert: stored, then sent. Nothing is wrong with any trader.`,
  },

  response: {
    unknownAction: (): TextSpan[] =>
      line`Sorry, this button belongs to no alert that is known here; it may be from an old message. ${literal('/arb-alerts')} shows what is open.`,
    outageNotActionable:
      'An outage cannot be acknowledged or snoozed: it sends no reminders, and its alert closes by itself when Redis is back.',
    testQueued: (channel: string): TextSpan[] =>
      line`A test alert is on its way to ${mention(channel)}. It should arrive within seconds; if it does not, ${literal('/arb-alerts')} says why.`,
  },
};
