import type { KnownBlock } from '@slack/types';
import type { Incident } from '../../src/alerting/incidents/incident';
import type { AlertsOverview, PendingNotification } from '../../src/alerting/service';
import type { AuditEntry } from '../../src/alerting/types';
import { contextBlock, header, slackDate, type TextSpan } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import { clockText, sentencePieces, words } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { untilWords } from '../errors/storeText';
import { gravestMark, isUnwell, namedStanding } from '../live/standingText';
import { truncatedList } from '../text/blockLists';
import { joinNames } from '../text/lists';
import { ago, duration, pluralize } from '../text/numbers';
import { targetWords, withTargetNames } from '../text/targetNames';
import {
  type DescribeRule,
  durationText,
  isBlind,
  realMoneyTargets,
  startedAt,
  subjectOf,
  titleOf,
} from './incidentText';

const INCIDENTS_LISTED = 12;
const NAMES_LISTED = 6;
const UNWELL_NAMED = 2;
const UNDELIVERED_LISTED = 8;
const AUDIT_LISTED = 8;

/** What is wrong now, who has it in hand, and what has not yet reached Slack. */
export function alertsOverviewMessage(
  overview: AlertsOverview,
  tell: DescribeRule,
  options: AlertOptions,
): Message {
  const { open, targets, pending, audit, observedAt, now } = overview;
  const muted = targets.filter(({ silenced }) => silenced?.kind === 'muted');
  const headline = headlineOf(overview);
  const waiting = pending.length === 0 ? [] : [waitingWords(pending, now)];
  const blocks: KnownBlock[] = [
    header(`${markOf(overview)} ${headline}`),
    ...truncatedList('Open', open, INCIDENTS_LISTED, (incident) => incidentLine(incident, tell, now)),
    ...truncatedList('Muted on purpose, until well again', muted, NAMES_LISTED, (one) => [
      namedStanding(one),
    ]),
    ...truncatedList(waiting[0] ?? '', pending, UNDELIVERED_LISTED, (one) => undeliveredLine(one, now)),
    ...truncatedList('Who did what, the newest first', audit, AUDIT_LISTED, auditLine),
    contextBlock(
      observedAt === null ? 'No check has seen the traders yet.' : `Last check ${slackDate(observedAt)}`,
    ),
  ];
  const named = open
    .slice(0, 3)
    .map((incident) =>
      words(
        isBlind(incident)
          ? `${titleOf(incident, tell)} since ${clockText(startedAt(incident), now, options.zone)}.`
          : `${titleOf(incident, tell)}: ${subjectOf(incident)}.`,
      ),
    );
  return dataMessage(
    [`${words(headline)}.`, ...named, ...waiting.map((line) => `${line}.`)].join(' '),
    blocks,
    options,
  );
}

/** Green only after a look, and never where a target is unwell of which no alert is open, such as one that is muted. */
function markOf({ open, targets, observedAt }: AlertsOverview): string {
  if (open.length > 0) return '🔴';
  const gravest = gravestMark(targets);
  if (gravest !== null) return gravest;
  return observedAt === null ? '⚪' : '🟢';
}

function headlineOf({ open, targets, observedAt, now }: AlertsOverview): string {
  if (open.length > 0) return pluralize(open.length, 'open alert');
  if (observedAt === null) return 'No alert, and no check yet';
  const unwell = targets.filter(isUnwell).map(namedStanding);
  return joinNames(unwell, UNWELL_NAMED) ?? `No open alert; last check ${ago(observedAt, now)}`;
}

function waitingWords(undelivered: readonly PendingNotification[], now: Date): string {
  const times = undelivered.flatMap(({ detectedAt }) => detectedAt?.getTime() ?? []);
  const oldest = times.length === 0 ? '' : `, the oldest for ${duration(now.getTime() - Math.min(...times))}`;
  return `${pluralize(undelivered.length, 'message')} not delivered yet${oldest}`;
}

export function incidentLine(incident: Incident, tell: DescribeRule, now: Date): TextSpan[] {
  const money = realMoneyTargets(incident.targets).length > 0 ? ' · REAL MONEY' : '';
  const names = joinNames(
    incident.targets.map(({ target }) => targetWords(target)),
    NAMES_LISTED,
  );
  const what = isBlind(incident) ? '' : `: ${names}${money}`;
  return [
    { bold: `${titleOf(incident, tell)}${what}` },
    ' since ',
    { at: startedAt(incident) },
    ` (${durationText(incident, now)}); `,
    ...inHand(incident),
  ];
}

function inHand(incident: Incident): TextSpan[] {
  const { acknowledgedBy, snoozedBy, snoozedUntil, closedAt } = incident;
  switch (incident.state) {
    case 'open':
      return [isBlind(incident) ? endsWords(incident) : 'not acknowledged'];
    case 'acknowledged':
      return ['acknowledged', ...by(acknowledgedBy)];
    case 'snoozed':
      return [
        'snoozed',
        ...by(snoozedBy),
        ...(snoozedUntil === null ? [] : [' until ', { at: snoozedUntil }]),
      ];
    case 'recovered':
      return ['recovered', ...(closedAt === null ? [] : [' ', { at: closedAt }])];
    case 'muted':
      return ['taken off watch on purpose'];
  }
}

const endsWords = ({ storeOutage }: Incident): string =>
  storeOutage === undefined
    ? 'ends by itself once they can be seen'
    : `ends by itself once ${untilWords(storeOutage)}`;

const by = (userId: string | null): TextSpan[] => (userId === null ? [] : [' by ', { who: userId }]);

/** What waits, for how long, and what keeps it. */
export function undeliveredLine(one: PendingNotification, now: Date): TextSpan[] {
  const { channel, detectedAt, attempts } = one;
  const tries = attempts === null ? 'not tried yet' : `tried ${pluralize(attempts.count, 'time')}`;
  return [
    sanitize(withTargetNames(one.what, one.targets), 200),
    ...(channel === null ? [] : [' for ', { who: channel }]),
    ...(detectedAt === null ? [] : [`, waiting for ${duration(now.getTime() - detectedAt.getTime())}`]),
    `, ${tries}`,
    ...(attempts?.lastError ? [': ', { data: attempts.lastError, limit: 200 }] : []),
    ...(attempts?.inDoubtSince
      ? ['; Slack may have it already, which is looked up before it is sent again']
      : []),
    ...(attempts?.notBefore && attempts.notBefore > now ? ['; next try ', { at: attempts.notBefore }] : []),
  ];
}

export const auditLine = ({ at, userId, what }: AuditEntry): TextSpan[] => [
  { at },
  ' ',
  userId === null ? 'arbwatch' : { who: userId },
  ': ',
  ...sentencePieces(auditWords(what), 200),
];

/** `acknowledged it (heartbeat of live docker)`, of `heartbeat:live:docker:1795315234000: acknowledged it`. */
function auditWords(what: string): string {
  const [, blind] = /^monitoring_outage:(?:start:)?\d+: (.+)$/s.exec(what) ?? [];
  if (blind !== undefined) return `${blind} (cannot see the traders)`;
  // An env may hold colons and digits; what was done never does so before a space.
  const [, rule, target = '', done] = /^(\w+):(.+):\d+: (.+)$/s.exec(what) ?? [];
  if (rule !== undefined) return `${done} (${rule} of ${targetWords(target)})`;
  const [, back] = /^(.+)( is well and watched again)$/s.exec(what) ?? [];
  return withTargetNames(what, back === undefined ? [] : [back]);
}
