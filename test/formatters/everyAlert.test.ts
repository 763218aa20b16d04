import type { Message } from '../../formatters';
import * as formatters from '../../formatters';
import { checkedMessageBlocks } from '../../sandbox/blockKit/check';
import { mrkdwnIn } from '../../sandbox/blockKit/readable';
import { objectsIn } from '../../sandbox/json';
import { parseMrkdwn } from '../../sandbox/mrkdwn';
import type { Incident } from '../../src/alerting/incidents/incident';
import type { Reason } from '../../src/alerting/rules/reason';
import type { Silence } from '../../src/alerting/silences/silence';
import type { Digest } from '../../src/digests/digest';
import { inLanguage, LANGUAGES, type Language } from '../../src/lib/language';
import { armedDigestTarget, digestWith } from '../helpers/digests';
import {
  affected,
  armedTarget,
  blind,
  minutesAgo,
  NIGHT,
  open,
  recovered,
  storm,
} from '../helpers/incidents';
import { messageText } from '../helpers/messageText';

const EVIL = '<!channel> <@U1> *bold* _it_ ~no~ `code` :skull: \u202e\n# <https://x.example|bank> & "q" ';
const NAMES = [
  EVIL,
  EVIL.repeat(80),
  '한국어 👩‍🚀 '.repeat(500),
  '\ud83d',
  ' ',
  '"'.repeat(4_000),
  '\\'.repeat(4_000),
];

/** Names are treated alike in every language: beside English, those that are markup suffice, a short one and a long one. */
const namesIn = (language: Language): readonly string[] => (language === 'en' ? NAMES : NAMES.slice(0, 2));

const many = <T>(one: T, count = 300): T[] => Array.from({ length: count }, () => one);

/** Reasons with this text wherever text from outside can stand, and with the largest figures. */
const worstReasons = (name: string): Reason[] => [
  {
    code: 'last_sign',
    sign: { kind: 'heartbeat', component: name, at: NIGHT },
    ...{ found: 'silent', quietMs: 1e15, afterMs: 1e15 },
  },
  { code: 'heartbeat_behind', heartbeatAt: NIGHT, component: name, behindMs: 1e15, afterMs: 1e15 },
  { code: 'prices', exchanges: many({ exchange: name, ageMs: 1e15 }), afterMs: 1e15 },
  { code: 'counters', fell: many({ counter: name, from: 1e308, to: -1e308 }) },
  {
    ...{ code: 'balance', balance: 1.7e308, highest: -1.7e308 },
    ...{ dayBefore: { day: name, balance: 1e308 }, fell: { from: 1e308, at: NIGHT } },
  },
  { code: 'exposure', rate: 1.7e308, abovePercent: 100, forMs: 1e15 },
];

/** Every alert there is, with this text wherever text from outside can stand, and too many of everything. */
function worst(name: string, options: formatters.AlertOptions): Record<string, Message> {
  const late = {
    detectedAt: minutesAgo(9_000_000),
    deliveredAt: NIGHT,
    because: { kind: 'channel', detail: name },
  } as const;
  const passage = { deliveredLate: late, insteadOf: { channel: name, code: name } };
  const context = { now: NIGHT, ...passage };
  const bad = { ...affected(name), flaps: 1e9, recoveredAt: NIGHT };
  const incident: Incident = {
    ...open,
    id: name,
    rule: name,
    targets: [armedTarget, ...many(bad)],
    acknowledgedBy: name,
    snoozedBy: name,
    snoozedUntil: NIGHT,
  };
  const change = { kind: 'opened', rule: name, target: name, others: 1e9, at: NIGHT, details: {} } as const;
  const evidence = {
    stake: {
      portfolio: { balance: 1e300, exposure: 1e300, at: NIGHT },
      positions: { count: 1e9, at: null },
    },
    history: { times: 1e9, isAtLeast: true, since: NIGHT },
    changes: many(change),
  };
  const about = context;
  const event = {
    rule: name,
    target: name,
    level: 'loud',
    severity: 'critical',
    details: { sessionId: name },
    at: NIGHT,
  } as const;
  const dropped = many({
    kind: 'incident',
    ...{ id: name, rule: name, target: name, channel: name, detectedAt: NIGHT },
    ...{ droppedAt: NIGHT, failure: { kind: name, code: name }, by: null, isCritical: true },
  } as const);
  const pending = many({
    id: name,
    number: 1e9,
    notification: { kind: 'incident', id: name, channel: name, detectedAt: NIGHT, incident } as const,
    channel: name,
    detectedAt: minutesAgo(9_000_000),
    attempts: { count: 1e9, lastFailure: late.because, notBefore: NIGHT, inDoubtSince: NIGHT },
  });
  const audit = many({
    at: NIGHT,
    actor: name,
    action: { kind: 'snooze', until: NIGHT },
    incident: { id: name, rule: name },
    target: name,
  } as const);
  const message = { channel: name, postedAt: NIGHT, revision: 1 };
  const standing = {
    target: name,
    status: 'down',
    downSince: NIGHT,
    silenced: { kind: 'muted', until: NIGHT, by: name, includesCritical: true },
    acknowledgedBy: name,
    openAlerts: 1e9,
    realMoney: true,
    breakerActive: true,
  } as const;
  const why = {
    target: name,
    now: NIGHT,
    standing,
    observedAt: NIGHT,
    continuousSince: NIGHT,
    rules: worstReasons(name).map((reason) => ({ rule: name, at: NIGHT, reason })),
    incidents: many({ incident, message }),
    shortIds: new Map([[incident.id, 'k3f9']]),
    rulesOff: ['no_trades'],
    suppressed: many({ kind: 'reminders', incident: { ...incident, state: 'acknowledged' } } as const),
    pending,
    audit,
  };
  const silence: Silence = {
    ...{ id: name, kind: 'maintenance', name, targets: many(name), rules: null, severities: null },
    ...{ includesCritical: true, from: NIGHT, until: NIGHT, by: name, reason: name, endedBy: name },
    ...{ closedAt: null, events: many({ rule: name, target: name, at: NIGHT }), eventsOmitted: 1e9 },
    revision: 1,
  };
  const muted = { target: name, since: NIGHT, by: name };
  const hold = { id: name, kind: 'maintenance', until: NIGHT, by: name } as const;
  const held = {
    ...{ rule: name, details: { [name]: name }, targets: many(name), state: 'open' as const },
    ...{ startedAt: NIGHT, endedAt: null },
  };
  const overview = {
    dropped,
    now: NIGHT,
    observedAt: NIGHT,
    open: many(incident),
    shortIds: new Map([[incident.id, 'k3f9']]),
    targets: many(standing),
    silences: {
      now: NIGHT,
      active: many(silence),
      upcoming: many({ ...silence, from: minutesAgo(-60) }),
      muted: many(muted),
    },
    pending,
  };
  const history = {
    ...{ now: NIGHT, since: minutesAgo(1e6), target: name, audit },
    incidents: many(incident),
    shortIds: new Map([[incident.id, 'k3f9']]),
  };
  const timeline = {
    ...{ incident, message, now: NIGHT, shortId: 'k3f9', audit, isAuditComplete: false, pending },
  };
  const choice = { kind: 'acknowledge', incidents: many(incident), shortIds: new Map(), now: NIGHT } as const;
  const digestContext = { now: NIGHT, because: late.because, insteadOf: passage.insteadOf };
  const states = (['open', 'acknowledged', 'snoozed', 'recovered', 'muted', 'closed'] as const).map(
    (state) => [state, formatters.incidentMessage({ ...incident, state }, context, options)],
  );
  return {
    ...Object.fromEntries(states),
    one: formatters.incidentMessage({ ...incident, targets: [bad], evidence }, context, options),
    held: formatters.incidentMessage({ ...incident, state: 'open', hold }, context, options),
    silenceEnded: formatters.silenceReportMessage(
      { kind: 'ended', silence, incidents: many(held), incidentsOmitted: 1e9 },
      context,
      options,
    ),
    muteReminder: formatters.silenceReportMessage(
      { kind: 'reminder', silences: many(silence), muted: many(muted) },
      context,
      options,
    ),
    reminder: formatters.threadUpdateMessage(
      { kind: 'reminder', openForMs: 1e15 },
      { ...about, incident },
      options,
    ),
    acted: formatters.threadUpdateMessage(
      { kind: 'acted', userId: name, action: name },
      { ...about, incident },
      options,
    ),
    changed: formatters.threadUpdateMessage(
      { kind: 'changed', change: name },
      { ...about, incident: null },
      options,
    ),
    ended: formatters.threadUpdateMessage(
      { kind: 'recovered', durationMs: 0 },
      { ...about, incident },
      options,
    ),
    event: formatters.eventMessage(event, context, options),
    tuning: formatters.eventMessage({ ...event, rule: 'tuning' }, context, options),
    ...Object.fromEntries(
      ['is', 'entered', 'left', 'expired', name].map((what) => {
        const details = {
          ...{ what, env: name, runId: name, mode: name, was: name, updatedAt: name, updatedBy: name },
          ...{ reason: name, symbolBlacklist: many(name.replaceAll('\n', ' '), 20).join('\n'), symbols: 1e9 },
        };
        return [what, formatters.eventMessage({ ...event, rule: 'control', details }, context, options)];
      }),
    ),
    overview: formatters.alertsOverviewMessage(overview, options),
    noneOpen: formatters.alertsOverviewMessage({ ...overview, open: [] }, options),
    history: formatters.historyMessage(history, options),
    timeline: formatters.timelineMessage(timeline, 1, options),
    lastPage: formatters.timelineMessage({ ...timeline, audit: audit.slice(0, 10) }, 1, options),
    which: formatters.whichAlertMessage(choice, options),
    reason: formatters.explainMessage(why, options),
    digest: formatters.digestMessage(worstDigest(name), digestContext, options),
    quiet: formatters.digestMessage({ ...worstDigest(name), isUnchanged: true }, digestContext, options),
    unseen: formatters.digestMessage(worstDigest(name), { ...digestContext, notSeenSince: NIGHT }, options),
  };
}

/** A digest with this text wherever text can stand, figures that are too long, and too many of everything. */
function worstDigest(name: string): Digest {
  const counter = { total: 1e300, increase: 1e300, resets: 1e9, isNew: true };
  const target = {
    ...armedDigestTarget,
    target: name,
    status: 'down',
    trades: counter,
    violations: counter,
    trips: counter,
    balance: { now: -1e300, before: { value: 1e300, at: minutesAgo(9_000_000) } },
    live: { enabled: true, armed: true, changes: 1e9 },
    countingSince: NIGHT,
  } as const;
  return digestWith(many(target), {
    name,
    dueAt: minutesAgo(9_000),
    silent: many(name),
    incidents: many({
      rule: name,
      severity: 'critical',
      details: { what: name },
      targets: many(name),
      state: 'open',
      beganAt: minutesAgo(9_000_000),
      endedAt: null,
    }),
    incidentsOmitted: 1e9,
    incidentsSince: NIGHT,
    sessions: many({
      session: name,
      name,
      env: name,
      mode: name,
      completed: 1e300,
      since: 1e300,
      finished: true,
      stalled: true,
    }),
    sessionsOmitted: 1e9,
  });
}

/** Answers that show no trader's data. */
const answers = (name: string): Record<string, Message> => ({
  test: formatters.eventMessage(
    {
      rule: 'test',
      target: 'test',
      level: 'normal',
      severity: 'warning',
      details: { userId: name },
      at: NIGHT,
    },
    { now: NIGHT, deliveredLate: null },
    { demo: true, currency: null, zone: 'UTC' },
  ),
  refused: formatters.refusalMessage({ kind: 'already_acknowledged', by: name, isYou: false }),
  lines: formatters.shortMessage(...many([{ literal: name }])),
  denied: formatters.forbiddenMessage('operator', many(name)),
  cannotTell: formatters.permissionUnknownMessage(many(name), name, 'setup'),
  unknown: formatters.unknownActionMessage(),
  outage: formatters.outageNotActionableMessage(),
  queued: formatters.testAlertQueuedMessage(name),
});

const demo = { demo: true, currency: 'KRW', zone: 'America/Argentina/ComodRivadavia' };
const all = LANGUAGES.flatMap((language) =>
  namesIn(language).flatMap((name) =>
    Object.entries(inLanguage(language, () => ({ ...worst(name, demo), ...answers(name) }))).map(
      ([kind, message]) => [kind, `${JSON.stringify(name.slice(0, 12))}, in ${language},`, message] as const,
    ),
  ),
);

test.each(all)(
  'the alert "%s" with text like %s is one that Slack takes',
  (_kind, _name, { text, blocks }) => {
    expect(() => checkedMessageBlocks(JSON.parse(JSON.stringify(blocks)))).not.toThrow();
    expect(text.length).toBeLessThanOrEqual(4_000);
  },
);

test.each(all)('the alert "%s" with text like %s keeps its buttons', (kind, _name, { blocks }) => {
  const isIncident = [
    'open',
    'acknowledged',
    'snoozed',
    'recovered',
    'muted',
    'closed',
    'held',
    'one',
  ].includes(kind);
  expect(blocks.some(({ type }) => type === 'actions')).toBe(isIncident);
});

test.each(all)(
  'the alert "%s" with text like %s calls nobody who is not named by id',
  (kind, name, { text, blocks }) => {
    const tokens = [text, ...mrkdwnIn(objectsIn(blocks))].flatMap(parseMrkdwn);
    const called = tokens.filter(
      (token) =>
        (token.kind.endsWith('mention') && !('id' in token && token.id === 'U1')) ||
        token.kind === 'broadcast',
    );
    expect({ kind, name, called }).toEqual({ kind, name, called: [] });
  },
);

test.each(all)('the alert "%s" with text like %s formats nothing of it', (_kind, _name, { text, blocks }) => {
  const tokens = [text, ...mrkdwnIn(objectsIn(blocks))].flatMap(parseMrkdwn);
  const markup = tokens.filter(({ kind }) =>
    ['italic', 'strike', 'emoji', 'quote', 'preformatted'].includes(kind),
  );
  // The demo's own small print is the one thing in bold.
  expect(markup).toEqual([]);
});

test.each(all)('the alert "%s" with text like %s shows nothing unseen', (_kind, _name, message) => {
  expect(messageText(message).replaceAll('\n', '')).not.toMatch(/(?!\u200d)[\p{Cc}\p{Cf}\p{Cs}]/u);
});

test.each(Object.entries(worst('a-name', demo)))('the demo\'s alert "%s" says "demo data"', (_, message) => {
  for (const words of [message.text, messageText(message)]) expect(words).toMatch(/demo data/i);
});

test.each(Object.entries({ open, storm, blind, recovered }))(
  'an ordinary alert, %s, keeps its buttons',
  (_, incident) => {
    const context = { now: NIGHT, deliveredLate: null };
    const { blocks } = formatters.incidentMessage(incident, context, {
      demo: false,
      currency: null,
      zone: 'UTC',
    });
    expect(() => checkedMessageBlocks(JSON.parse(JSON.stringify(blocks)))).not.toThrow();
    expect(blocks.at(-1)?.type).toBe('actions');
  },
);
