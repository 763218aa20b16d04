import type { Severity } from '../../../../src/alerting/severity/severity';
import type { StoreOutage } from '../../../../src/redis/errors';
import {
  bold,
  joined,
  type Line,
  line,
  literal,
  mention,
  slackDate,
  type TextSpan,
  time,
} from '../../../blockKit/blocks';
import { common } from '../common';
import { errors } from '../errors';
import { ago, duration, pluralize } from '../units';
import { by, until } from './by';

const who = (actor: string | null): TextSpan => (actor === null ? 'arbwatch' : mention(actor));

/** What somebody wants of an alert: as it is typed, and in words. */
const VERBS = {
  acknowledge: { typed: 'ack', meaning: 'acknowledge' },
  snooze: { typed: 'snooze', meaning: 'snooze' },
  unsnooze: { typed: 'unsnooze', meaning: 'end the snooze of' },
  explain: { typed: 'why', meaning: 'ask about' },
  timeline: { typed: 'timeline', meaning: 'see' },
} as const;
type AskedAbout = keyof typeof VERBS;

/** What to do about a refusal, by the kind of it. */
const REMEDIES: Readonly<Record<string, string>> = {
  channel: 'Unarchive the channel, invite the bot to it, or set another one in ALERT_CHANNEL.',
  token: 'Install the app again and set the new token.',
  message: 'Report this code: Slack should have taken the message.',
  other:
    "Look this code up in Slack's documentation of chat.postMessage; /arb-alerts shows how things stand.",
};

const because = (code: string): Line => line`Slack answered ${literal(code, 100)}`;

/** What is said when somebody asks about alerts: which are open, and why something was sent or not. */
export const alertQueries = {
  overview: {
    openList: 'Open',
    mutedList: 'Muted until they recover',
    openAlerts: common.openAlerts,
    noAlert: (lastCheckAt: Date, now: Date) => `No open alert; last check ${ago(lastCheckAt, now)}`,
    noCheck: 'No alert, and no check yet',
    lastCheck: (when: Date) => `Last check ${slackDate(when)}`,
    noCheckYet: 'No successful check yet.',
    undelivered: (n: number, waitingMs: number | null) =>
      `${pluralize(n, 'undelivered message')}${waitingMs === null ? '' : `, the oldest waiting for ${duration(waitingMs)}`}`,
    incident: (what: string, since: Date, ms: number, assignment: Line): TextSpan[] =>
      line`${bold(what)} since ${time(since)} (${duration(ms)}); ${assignment}`,
    more: 'Earlier ones: `/arb-alerts history`. All about one: `/arb-alerts timeline` and its id.',
    outageSince: (title: string, clock: string) => `${title} since ${clock}.`,
  },
  assignment: {
    open: 'not acknowledged',
    acknowledged: (userId: string | null): TextSpan[] => line`acknowledged${by(userId)}`,
    snoozed: (userId: string | null, when: Date | null): TextSpan[] =>
      line`snoozed${by(userId)}${until(when)}`,
    recovered: (when: Date | null): TextSpan[] => line`recovered${when && line` ${time(when)}`}`,
    muted: 'muted',
    closed: 'closed: its rule was switched off',
    outage: 'closes by itself when Redis can be read again',
    storeOutage: (why: StoreOutage) => `closes by itself when ${errors.until(why)}`,
  },
  which: {
    heading: (n: number, kind: AskedAbout) =>
      `Which alert do you want to ${VERBS[kind].meaning}? There are ${n}.`,
    choice: (kind: AskedAbout, shortId: string, incident: Line): TextSpan[] =>
      line`${literal(`/arb-alerts ${VERBS[kind].typed} ${shortId}`)} ${incident}`,
    all: (kind: AskedAbout): TextSpan[] =>
      line`Operators can also do it for all: ${literal(`/arb-alerts ${VERBS[kind].typed} all`)}`,
  },
  pending: {
    unreadable: 'Something that this version cannot read',
    alert: (what: string) => `Alert (${what})`,
    update: (what: string) => `Update of an alert (${what})`,
    note: {
      acted: 'Thread message of an alert (what somebody did)',
      changed: 'Thread message of an alert (a change)',
      recovered: 'Thread message of an alert (recovered)',
      reminder: 'Thread message of an alert (a reminder)',
      paged: 'Thread message of an alert (whom it paged)',
      page_failed: 'Thread message of an alert (a page that failed)',
      page_end_failed: 'Thread message of an alert (a webhook that was not told of its end)',
      drill_over: 'Thread message of a drill (that it is over)',
    },
    event: (title: string, target: string) => `${title} (${target})`,
    tuning: (what: string, session: string) => `Tuning ${what} (${session})`,
    digest: 'Digest',
    number: (n: number): TextSpan[] => line`${literal(`${n}`)} `,
    line: (
      what: Line,
      channel: string | null,
      waitingMs: number | null,
      tries: number | null,
      error: string | null,
    ): TextSpan[] =>
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
  /** What was given up. */
  undelivered: {
    list: (n: number) => `${pluralize(n, 'message')} given up, sent to nobody`,
    spoken: (n: number, critical: number) =>
      `${pluralize(n, 'message')} could not be delivered${critical === 0 ? '' : `, ${critical} of them critical`}.`,
    about: (kind: string, what: string | null) => (what === null ? kind : `${kind} (${what})`),
    kinds: {
      incident: 'Alert',
      note: 'Thread message of an alert',
      event: 'Event',
      digest: 'Digest',
      page: 'Page',
      silence: 'Summary of a silence',
      configuration: 'Change of the configuration',
      unreadable: 'Something that this version cannot read',
    },
    critical: 'CRITICAL ',
    line: (
      what: string,
      channel: string | null,
      since: Date | null,
      droppedAt: Date,
      by: string | null,
      failure: { readonly kind: string; readonly code: string } | null,
    ): TextSpan[] =>
      joined([
        what,
        channel === null ? null : line` for ${mention(channel)}`,
        since === null ? null : line`, detected ${time(since)}`,
        line`, given up ${time(droppedAt)}`,
        by === null ? null : line` by ${mention(by)}`,
        failure === null ? null : line`: ${because(failure.code)}`,
        '.',
        by === null && failure !== null ? ` ${REMEDIES[failure.kind] ?? REMEDIES.other}` : null,
      ]),
    hint: (number: number) => `One that will never arrive: \`/arb-alerts drop ${number}\` gives it up.`,
    dropped: (what: string, channel: string | null): TextSpan[] =>
      line`Given up: ${what}${channel && line` for ${mention(channel)}`}. It is listed in /arb-alerts. If it was being sent just now, it may still appear.`,
    nothing: (number: string, numbers: readonly number[]): TextSpan[] =>
      numbers.length === 0
        ? line`No message waits, so there is nothing to drop.`
        : line`No message waits under ${literal(number, 20)}: it was sent meanwhile, or the number is another one. Waiting: ${numbers.slice(0, 10).join(', ')}.`,
  },
  activity: {
    line: (when: Date, actor: string | null, what: Line): TextSpan[] =>
      line`${time(when)} ${who(actor)}: ${what}`,
    who: (actor: string | null, what: Line): TextSpan[] => line`${who(actor)}: ${what}`,
    test: 'sent a test alert',
    drill: 'began a drill',
    dropped: (code: string | null): TextSpan[] =>
      line`gave up a message${code && line` that Slack refused (${literal(code, 100)})`}`,
    unmuted: (name: string | null) => `${name ?? 'a target'} recovered and is monitored again`,
    changed: (from: string | null, to: string) =>
      from === null ? (to === 'open' ? 'opened' : to) : `${from} → ${to}`,
    outage: 'monitoring outage',
    about: (rule: string, name: string | null) => (name === null ? rule : `${rule} of ${name}`),
  },

  history: {
    heading: (n: number, ms: number, name: string | null) =>
      `${n === 0 ? 'No alert' : pluralize(n, 'alert')}${name === null ? '' : ` for ${name}`} in the last ${ms === 86_400_000 ? '24 h' : duration(ms)}`,
    incidents: 'Alerts, the newest first',
    activity: 'Who did what, the newest first',
    /** Of a closed one: what, when, how long, who had it. */
    closed: (what: string, since: Date, ms: number, end: Line, shortId: string | null) =>
      line`${bold(what)} ${time(since)}, for ${duration(ms)}; ${end}${shortId && line` · ${literal(shortId)}`}`,
    acknowledgedAnd: (userId: string | null, end: Line): TextSpan[] =>
      line`acknowledged${by(userId)}, ${end}`,
    kept: 'Closed alerts are kept for 7 days. All about one: `/arb-alerts timeline` and its id.',
  },

  timeline: {
    heading: (shortId: string, what: string) => `Timeline of ${shortId}: ${what}`,
    zones: (zone: string): TextSpan[] =>
      zone === 'UTC' ? ['Times in UTC.'] : line`Times in UTC, in brackets in ${literal(zone)}.`,
    state: (severity: Severity, ms: number, assignment: Line): TextSpan[] =>
      line`Severity: ${severity}. Duration: ${duration(ms)}. State: ${assignment}.`,
    id: (id: string): TextSpan[] => line`Id: ${literal(id)}`,
    began: (name: string, what: Line): TextSpan[] => line`${name}: ${what}`,
    recovered: (name: string): string => `${name} recovered`,
    openedWithoutEntry: 'arbwatch: opened',
    closedWithoutEntry: 'arbwatch: closed',
    posted: (channel: string, isUpToDate: boolean): TextSpan[] =>
      line`arbwatch: posted to ${mention(channel)}, ${isUpToDate ? 'up to date now' : 'a change still to be sent'}`,
    notPosted: 'Not posted to Slack, as far as is known.',
    event: (when: string, what: Line): TextSpan[] => line`${when}  ${what}`,
    pending: 'Not delivered yet',
    incomplete: 'The audit log no longer goes back to the start of this alert: earlier steps are missing.',
    page: (page: number, pages: number, next: string | null): TextSpan[] =>
      line`Page ${`${page}`} of ${`${pages}`}.${next && line` Next: ${literal(next)}`}`,
    noPage: (page: number, pages: number) =>
      `There is no page ${page}: the timeline has ${pluralize(pages, 'page')}.`,
  },

  explain: {
    alerts: 'Alerts',
    suppressed: 'Not sent, and why',
    pending: 'Not delivered yet',
    rules: 'What each rule found last',
    rulesOff: (names: readonly string[]): Line => [
      `Switched off, so that they find nothing: ${names.join(', ')}.`,
    ],
    activity: 'Activity',
    asked: (when: Date) => `Asked ${slackDate(when)}`,
    neverSeen: (name: string) => `${name}: never seen`,
    redisUnavailable: (name: string, openAlerts: string) =>
      `${name}: unknown, Redis cannot be read · ${openAlerts}`,
    noOpenAlert: 'no open alert',
    lastCheck: (when: Date): TextSpan[] => line`Last successful check: ${time(when)}.`,
    monitoredSince: (when: Date): TextSpan[] => line`Monitored without a gap since ${time(when)}.`,
    rule: (rule: string, when: Date, reason: Line): TextSpan[] =>
      line`${bold(rule)} ${time(when)}: ${reason}`,
    outage: (since: Date): TextSpan[] =>
      line`Everything: Redis has not been read since ${time(since)}, so nothing was checked.`,
    storeOutage: (why: StoreOutage, since: Date): TextSpan[] =>
      line`Nothing has been stored since ${time(since)}: ${errors.outage(why)}. Alerts go on from memory.`,
    muted: 'Everything: it is muted until it recovers.',
    heldBack: (title: string, held: Line): TextSpan[] => line`“${title}”${held}.`,
    acknowledged: (title: string, userId: string | null): TextSpan[] =>
      line`Reminders of “${title}”: it was acknowledged${by(userId)}.`,
    snoozed: (title: string, userId: string | null, when: Date | null): TextSpan[] =>
      line`Reminders of “${title}”: it was snoozed${by(userId)}${until(when)}.`,
    nextReminder: (title: string, when: Date): TextSpan[] =>
      line`Reminders of “${title}”: the next comes ${time(when)}, unless somebody acknowledges it first.`,
    notSentYet: '; not sent yet',
    sent: (channel: string, when: Date, isUpToDate: boolean): TextSpan[] =>
      line`; sent to ${mention(channel)} ${time(when)}, ${isUpToDate ? 'up to date' : 'with a change still to be sent'}`,
  },
};
