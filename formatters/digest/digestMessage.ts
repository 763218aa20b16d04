import type { KnownBlock } from '@slack/types';
import type { Digest, DigestTarget, Section } from '../../src/digests/digest';
import { type DeliveryInfo, deliveryNotes } from '../alerts/deliveryNotes';
import { contextBlock, header, richText, slackDate, type TextSpan } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import { clockText, spoken, words } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { digestHintLines } from '../live/hintText';
import { truncatedList } from '../text/blockLists';
import { upperFirst } from '../text/case';
import { joinNames, take } from '../text/lists';
import { duration, pluralize } from '../text/numbers';
import { targetWords } from '../text/targetNames';
import {
  absenceIn,
  balancePieces,
  counterWords,
  incidentPieces,
  isRealMoney,
  sessionPieces,
  stateMark,
  statePieces,
  uptimeWords,
} from './digestText';

/** How a digest came to be shown. */
export interface DigestContext extends Pick<DeliveryInfo, 'insteadOf'> {
  readonly now: Date;
  /** What kept it, as the end of a sentence; null when that is not known. */
  readonly because: string | null;
  /** Given where the traders have not been seen for so long that nobody knows how they are now. */
  readonly notSeenSince?: Date | null;
}

/** The digest that is told where nothing else is configured needs no name. */
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
  const unseen = isUnseen ? [unseenLine(notSeenSince)] : [];
  const late = [...lateLines(digest, context), ...deliveryNotes({ ...context, deliveredLate: null })];
  const hints = digestHintLines(digest, options);
  const speak = (line: readonly TextSpan[]): string => spoken(line, context.now, options.zone);
  if (digest.isUnchanged) {
    const all = [...unseen, quietLine(digest, isUnseen), ...late, ...hints];
    return dataMessage(all.map(speak).join(' '), [richText(...all)], options);
  }
  const headline = headlineOf(digest);
  const since = clockText(digest.since, context.now, options.zone);
  const found = foundLines(digest);
  const told = digest.targets.map((target) => targetLines(target, digest, isUnseen, options.currency));
  const blocks: KnownBlock[] = [
    ...unseen.map((line) => richText(line)),
    header(headline),
    richText(['Since ', { at: digest.since }, ` (${duration(lengthOf(digest))})`], ...late, ...found),
    ...alerts(digest),
    ...told.flatMap((each): KnownBlock[] => [DIVIDER, richText(...each)]),
    ...tuning(digest),
    ...(hints.length === 0 ? [] : [DIVIDER, richText(...hints)]),
    contextBlock(...footLines(digest)),
  ];
  const said = [
    ...late,
    ...found,
    ...told.map((each) => each.flatMap((line) => [...line, '. '])),
    ...hints,
  ].map(speak);
  const first = [...unseen.map(speak), `${words(headline)}, since ${since}.`];
  return dataMessage([...first, ...said].join(' '), blocks, options);
}

const lengthOf = ({ since, at }: Digest): number => Math.max(0, at.getTime() - since.getTime());

const tells = ({ sections }: Digest, section: Section): boolean => sections.includes(section);

function headlineOf(digest: Digest): string {
  const name = digest.name === DEFAULT_DIGEST ? 'Digest' : `Digest ${sanitize(digest.name, 40)}`;
  const trades = digest.targets.reduce((sum, target) => sum + target.trades.increase, 0);
  const alerts = digest.incidents.length + digest.incidentsOmitted;
  const parts = [
    ...(tells(digest, 'incidents') && alerts > 0 ? [pluralize(alerts, 'alert')] : []),
    ...(tells(digest, 'trades') && trades > 0 && Number.isFinite(trades) ? [pluralize(trades, 'trade')] : []),
    ...(tells(digest, 'state') && digest.targets.some(isRealMoney) ? ['REAL MONEY'] : []),
  ];
  return `📋 ${name}${parts.length === 0 ? '' : `: ${parts.join(' · ')}`}`;
}

const unseenLine = (since: Date): TextSpan[] => [
  { bold: '⚠️ Not seen since ' },
  { at: since },
  '. The traders may be fine; none is known to live. What follows is as of then.',
];

/** `New: live production, first seen 09:12.` */
function foundLines({ found }: Digest): TextSpan[][] {
  const { told, more } = take(found, NAMED);
  if (told.length === 0) return [];
  const names = told.flatMap(({ target, at }, i): TextSpan[] => [
    i === 0 ? '' : '; ',
    { bold: targetWords(target) },
    ', first seen ',
    { at },
  ]);
  return [['New: ', ...names, ...(more === 0 ? [] : [`; and ${more} more`]), '.']];
}

/** The whole digest when nothing happened, as far as was seen. */
function quietLine(digest: Digest, isUnseen: boolean): TextSpan[] {
  const { since, targets, silent } = digest;
  const name = digest.name === DEFAULT_DIGEST ? '' : ` (digest ${sanitize(digest.name, 40)})`;
  const when: TextSpan[] = isUnseen ? [' from ', { at: since }, ' to then'] : [' since ', { at: since }];
  const nothing: TextSpan[] = [{ bold: '📋 Nothing happened' }, ...when, `${name}.`];
  if (!tells(digest, 'state')) return nothing;
  if (targets.length === 0)
    return [...nothing, ` Nothing is reported by ${joinNames(silent.map(targetWords), NAMED)}.`];
  const { told, more } = take(targets, NAMED);
  return [
    ...nothing,
    isUnseen ? ' Then: ' : ' Now: ',
    ...told.flatMap((target, i) => [
      ...(i === 0 ? [] : ['; ']),
      { bold: targetWords(target.target) },
      ' ',
      ...statePieces(target, isUnseen),
    ]),
    ...(more === 0 ? [] : [`; and ${more} more`]),
    '.',
  ];
}

function targetLines(
  target: DigestTarget,
  digest: Digest,
  isUnseen: boolean,
  currency: string | null,
): TextSpan[][] {
  const { trades, countingSince } = target;
  const name = targetWords(target.target);
  return [
    tells(digest, 'state')
      ? [{ bold: `${stateMark(target, isUnseen)} ${name}` }, ' · ', ...statePieces(target, isUnseen)]
      : [{ bold: name }],
    ...(countingSince === null ? [] : [['Counted since ', { at: countingSince }]]),
    ...(tells(digest, 'trades')
      ? [[upperFirst(counterWords(trades, 'trade', 'trades', absenceIn(target, 'tradesTotal')))]]
      : []),
    ...(tells(digest, 'balance') ? [balancePieces(target, digest.since, currency)] : []),
    ...(tells(digest, 'safety') ? safetyLines(target) : []),
    ...(tells(digest, 'uptime') ? [[uptimeWords(target)]] : []),
  ];
}

/** In one line where nothing is urgent. */
function safetyLines(target: DigestTarget): TextSpan[][] {
  const { violations, trips, live } = target;
  const both = [
    {
      said: counterWords(
        violations,
        'safety violation',
        'safety violations',
        absenceIn(target, 'safetyViolationsTotal'),
      ),
      isUrgent: violations.increase > 0,
    },
    {
      said: counterWords(
        trips,
        'breaker trip',
        'breaker trips',
        absenceIn(target, 'circuitBreakerTriggersTotal'),
      ),
      isUrgent: trips.increase > 0,
    },
  ];
  const calm = both.filter(({ isUrgent }) => !isUrgent).map(({ said }) => said);
  const urgent = [
    ...both.filter(({ isUrgent }) => isUrgent).map(({ said }) => said),
    ...(live.changes === 0 ? [] : [`live trading was switched ${times(live.changes)}`]),
  ];
  return [
    ...urgent.map((said) => [{ bold: `⚠️ ${upperFirst(said)}` }]),
    ...(calm.length === 0 ? [] : [[upperFirst(calm.join('; '))]]),
  ];
}

const times = (n: number): string => (n === 1 ? 'once' : pluralize(n, 'time'));

function alerts(digest: Digest): KnownBlock[] {
  const { incidents, incidentsOmitted, at } = digest;
  if (!tells(digest, 'incidents')) return [];
  if (incidents.length === 0) return [richText(['No alerts.'])];
  return truncatedList(
    'Alerts',
    incidents,
    INCIDENTS_LISTED,
    (one) => incidentPieces(one, at),
    incidentsOmitted,
  );
}

function tuning(digest: Digest): KnownBlock[] {
  const { sessions, sessionsOmitted } = digest;
  if (!tells(digest, 'tuning')) return [];
  if (sessions.length === 0) return [DIVIDER, richText(['No tuning session moved.'])];
  return [DIVIDER, ...truncatedList('Tuning', sessions, SESSIONS_LISTED, sessionPieces, sessionsOmitted)];
}

function footLines(digest: Digest): string[] {
  const { silent, incidentsSince, at } = digest;
  const names = joinNames(
    silent.map(targetWords).map((name) => words(name)),
    NAMED,
  );
  return [
    ...(names === null ? [] : [`Nothing reported by ${names}.`]),
    ...(incidentsSince === null || !tells(digest, 'incidents')
      ? []
      : [`Alerts that ended before ${slackDate(incidentsSince)} are no longer known.`]),
    `As of ${slackDate(at)}`,
  ];
}

/** Told for a slot that was missed, or kept on its way to Slack. */
function lateLines({ dueAt, at }: Digest, { now, because }: DigestContext): TextSpan[][] {
  if (dueAt === null || now.getTime() - dueAt.getTime() <= LATE_MS) return [];
  const wasAway = at.getTime() - dueAt.getTime() > LATE_MS;
  const why = wasAway
    ? ['. The bot was down then, or Redis was away']
    : because === null
      ? []
      : [' (', sanitize(because, 100), ')'];
  return [[{ bold: 'Late: ' }, 'this digest was due ', { at: dueAt }, ...why, '.']];
}
