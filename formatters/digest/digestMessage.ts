import type { KnownBlock } from '@slack/types';
import type { Digest, DigestTarget, Section } from '../../src/digests/digest';
import type { StoredFailure } from '../../src/storage/alertStore';
import { type DeliveryInfo, deliveryNotes } from '../alerts/deliveryNotes';
import { bold, contextBlock, header, type Line, richText, type TextSpan } from '../blockKit/blocks';
import type { MessageBlock } from '../blockKit/dataVisualization';
import { sanitize } from '../blockKit/escape';
import { clockText, safeText, toFallbackText } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { digestHintLines } from '../live/hintText';
import { missingReason } from '../live/liveText';
import { truncatedList } from '../text/blockLists';
import { upperFirst } from '../text/case';
import { t } from '../text/catalogue';
import { currencyOf } from '../text/currency';
import { joinNames, take } from '../text/lists';
import { targetLabel } from '../text/targetNames';
import {
  balanceLine,
  incidentSpans,
  sessionSpans,
  stateSpans,
  targetHeading,
  uptimeText,
} from './digestText';
import { weekBlocks, weekLines } from './weekBlocks';

/** How a digest came to be shown. */
export interface DigestContext extends Pick<DeliveryInfo, 'insteadOf'> {
  readonly now: Date;
  /** What kept it; null when that is not known. */
  readonly because: StoredFailure | null;
  /** Given where the traders have not been seen for so long that nobody knows how they are now. */
  readonly notSeenSince?: Date | null;
}

/** The digest that is sent where nothing else is configured needs no name. */
export const DEFAULT_DIGEST = 'daily';

/** One that comes so much after it was due says so, in ms. */
const LATE_MS = 300_000;
const INCIDENTS_LISTED = 8;
const SESSIONS_LISTED = 8;
const NAMED = 6;
const DIVIDER: KnownBlock = { type: 'divider' };

/** What changed since the last digest, then how it stands; one line when nothing did. */
export function digestMessage(digest: Digest, context: DigestContext, options: AlertOptions): Message {
  const { notSeenSince = null } = context;
  const isUnseen = notSeenSince !== null;
  const unseen = isUnseen ? [t.digest.unseenSince(notSeenSince)] : [];
  const late = [...lateLines(digest, context), ...deliveryNotes({ ...context, deliveredLate: null })];
  const hints = digestHintLines(digest, options);
  const fallback = (line: Line): string => toFallbackText(line, context.now, options.zone);
  if (digest.isUnchanged) {
    const all = [...unseen, quietLine(digest, isUnseen), ...late, ...hints];
    return dataMessage(all.map(fallback).join(' '), [richText(...all)], options);
  }
  const headline = headlineOf(digest);
  const clock = clockText(digest.since, context.now, options.zone);
  const found = foundLines(digest);
  const targets = digest.targets.map((target) =>
    targetLines(target, digest, isUnseen, currencyOf(options, target.target)),
  );
  const week = weekBlocks(digest, options);
  const blocks: MessageBlock[] = [
    ...unseen.map((line) => richText(line)),
    header(headline),
    richText(t.digest.since(digest.since, lengthOf(digest)), ...late, ...found),
    ...alertBlocks(digest),
    ...targets.flatMap((lines): KnownBlock[] => [DIVIDER, richText(...lines)]),
    ...(week.length === 0 ? [] : [DIVIDER, ...week]),
    ...tuningBlocks(digest),
    ...(hints.length === 0 ? [] : [DIVIDER, richText(...hints)]),
    contextBlock(...footLines(digest)),
  ];
  const text = [
    ...unseen.map(fallback),
    t.digest.sinceClock(safeText(headline), clock),
    ...[...late, ...found].map(fallback),
    ...targets.map((lines) => lines.map((line) => `${fallback(line)}.`).join(' ')),
    ...weekLines(digest, options).map(fallback),
    ...hints.map(fallback),
  ];
  return dataMessage(text.join(' '), blocks, options);
}

const lengthOf = ({ since, at }: Digest): number => Math.max(0, at.getTime() - since.getTime());

const has = ({ sections }: Digest, section: Section): boolean => sections.includes(section);

const nameOf = ({ name }: Digest): string | null => (name === DEFAULT_DIGEST ? null : sanitize(name, 40));

function headlineOf(digest: Digest): string {
  const trades = digest.targets.reduce((sum, target) => sum + target.trades.increase, 0);
  const alerts = digest.incidents.length + digest.incidentsOmitted;
  const isRealMoney = digest.targets.some(({ realMoney }) => realMoney === true);
  return t.digest.heading(nameOf(digest), [
    ...(has(digest, 'incidents') && alerts > 0 ? [t.digest.alerts(alerts)] : []),
    ...(has(digest, 'trades') && trades > 0 && Number.isFinite(trades) ? [t.digest.trades(trades)] : []),
    ...(has(digest, 'state') && isRealMoney ? [t.common.realMoney] : []),
  ]);
}

/** `New: live production, first seen 09:12.` */
function foundLines({ found }: Digest): Line[] {
  const { items, more } = take(found, NAMED);
  if (items.length === 0) return [];
  return [
    t.digest.found(
      items.map(({ target, at }) => ({ name: targetLabel(target), at })),
      more,
    ),
  ];
}

const silentNames = ({ silent }: Digest): string | null => joinNames(silent.map(targetLabel), NAMED);

/** The whole digest when nothing happened, as far as was seen. */
function quietLine(digest: Digest, isUnseen: boolean): Line {
  const nothing = t.digest.quiet(digest.since, nameOf(digest), isUnseen);
  if (!has(digest, 'state')) return nothing;
  if (digest.targets.length === 0)
    return [...nothing, ' ', t.digest.nothingReportedBy(silentNames(digest) ?? '')];
  const { items, more } = take(digest.targets, NAMED);
  const states = items.map((target) => [
    bold(targetLabel(target.target)),
    ' ',
    ...stateSpans(target, isUnseen),
  ]);
  return [...nothing, ...t.digest.quietStates(states, more, isUnseen)];
}

function targetLines(
  target: DigestTarget,
  digest: Digest,
  isUnseen: boolean,
  currency: string | null,
): Line[] {
  const { trades, countingSince } = target;
  return [
    has(digest, 'state')
      ? [targetHeading(target, isUnseen), ' · ', ...stateSpans(target, isUnseen)]
      : [bold(targetLabel(target.target))],
    ...(countingSince === null ? [] : [t.digest.countedSince(countingSince)]),
    ...(has(digest, 'trades')
      ? [[upperFirst(t.digest.counter('trades', trades, missingReason(target, 'tradesTotal')))]]
      : []),
    ...(has(digest, 'balance') ? [balanceLine(target, digest.since, currency)] : []),
    ...(has(digest, 'safety') ? safetyLines(target) : []),
    ...(has(digest, 'uptime') ? [[uptimeText(target)]] : []),
  ];
}

/** In one line where nothing is urgent. */
function safetyLines(target: DigestTarget): Line[] {
  const { violations, trips, live } = target;
  const counters = [
    {
      text: t.digest.counter('violations', violations, missingReason(target, 'safetyViolationsTotal')),
      isUrgent: violations.increase > 0,
    },
    {
      text: t.digest.counter('trips', trips, missingReason(target, 'circuitBreakerTriggersTotal')),
      isUrgent: trips.increase > 0,
    },
    ...(live.changes === 0 ? [] : [{ text: t.digest.liveSwitched(live.changes), isUrgent: true }]),
  ];
  const calm = counters.filter(({ isUrgent }) => !isUrgent).map(({ text }) => text);
  return [
    ...counters
      .filter(({ isUrgent }) => isUrgent)
      .map(({ text }): TextSpan[] => [t.digest.warning(upperFirst(text))]),
    ...(calm.length === 0 ? [] : [[upperFirst(calm.join('; '))]]),
  ];
}

function alertBlocks(digest: Digest): KnownBlock[] {
  const { incidents, incidentsOmitted, at } = digest;
  if (!has(digest, 'incidents')) return [];
  if (incidents.length === 0) return [richText([t.digest.noAlerts])];
  const line = (one: Digest['incidents'][number]) => incidentSpans(one, at);
  return truncatedList(t.digest.alertList, incidents, INCIDENTS_LISTED, line, incidentsOmitted);
}

function tuningBlocks(digest: Digest): KnownBlock[] {
  const { sessions, sessionsOmitted } = digest;
  if (!has(digest, 'tuning')) return [];
  if (sessions.length === 0) return [DIVIDER, richText([t.digest.noTuning])];
  return [
    DIVIDER,
    ...truncatedList(t.digest.tuning, sessions, SESSIONS_LISTED, sessionSpans, sessionsOmitted),
  ];
}

function footLines(digest: Digest): string[] {
  const { incidentsSince, at } = digest;
  const names = joinNames(
    digest.silent.map(targetLabel).map((name) => safeText(name)),
    NAMED,
  );
  return [
    ...(names === null ? [] : [t.digest.nothingReportedBy(names)]),
    ...(incidentsSince === null || !has(digest, 'incidents')
      ? []
      : [t.digest.incidentsSince(incidentsSince)]),
    t.digest.asOf(at),
  ];
}

/** Of one for a slot that was missed, or kept on its way to Slack. */
function lateLines({ dueAt, at }: Digest, { now, because }: DigestContext): Line[] {
  if (dueAt === null || now.getTime() - dueAt.getTime() <= LATE_MS) return [];
  const wasAway = at.getTime() - dueAt.getTime() > LATE_MS;
  const reason = wasAway ? t.digest.wasAway : because && sanitize(t.common.notSent(because), 100);
  return [t.digest.late(dueAt, reason)];
}
