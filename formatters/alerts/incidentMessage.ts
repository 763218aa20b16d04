import type { KnownBlock } from '@slack/types';
import type { Incident } from '../../src/alerting/incidents/incident';
import type { StoreOutage } from '../../src/redis/errors';
import { header, list, richText, type TextSpan } from '../blockKit/blocks';
import { sentencePieces, spoken, words } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { outageWords, remedyWords, untilWords } from '../errors/storeText';
import { STATUS_WORDS } from '../live/statusText';
import { joinNames, take } from '../text/lists';
import { targetWords } from '../text/targetNames';
import { type DeliveryInfo, deliveryNotes } from './deliveryNotes';
import { incidentButtons } from './incidentButtons';
import {
  type DescribeRule,
  durationText,
  endedAt,
  isAboutHeartbeat,
  isBlind,
  isOver,
  realMoneyTargets,
  realMoneyText,
  sightIsBackWords,
  startedAt,
  stressed,
  subjectOf,
  targetLine,
  titleOf,
} from './incidentText';

export interface IncidentContext extends DeliveryInfo {
  readonly now: Date;
  readonly tell: DescribeRule;
}

const TARGETS_LISTED = 12;

/** An incident as it stands: what, which trader, since when, and whether real money is at stake, first. */
export function incidentMessage(
  incident: Incident,
  context: IncidentContext,
  options: AlertOptions,
): Message {
  const { now, tell } = context;
  const money = realMoneyText(incident);
  const late = deliveryNotes(context);
  const headline = headlineOf(incident, context);
  const below = [...stateLines(incident), ...late];
  const blocks: KnownBlock[] = [
    header(`${markOf(incident)} ${headline}`),
    ...detailBlocks(incident, tell, money),
    ...(below.length === 0 ? [] : [richText(...below)]),
    incidentButtons(incident, options.zone),
  ];
  const since = spokenSince(incident);
  const said = [...since, ...stateForFallback(incident), ...late].map((line) =>
    spoken(line, now, options.zone),
  );
  return dataMessage(
    [`${words(headline)}.`, ...fallbackDetails(incident, money), ...said].join(' '),
    blocks,
    options,
  );
}

/** Since when: an open one's headline does not say. */
const spokenSince = (incident: Incident): TextSpan[][] =>
  isOver(incident) ? [] : [['Since ', { at: startedAt(incident) }, '.']];

/** What the headline has no room for: whose trouble it is, and that it is not known whether money is at stake. */
function fallbackDetails({ targets, state }: Incident, money: string | null): string[] {
  const names =
    targets.length > 1
      ? joinNames(
          targets.map(({ target }) => targetWords(target)),
          6,
        )
      : null;
  const unsure = money === null || money.startsWith('REAL MONEY') || state === 'muted' ? null : money;
  return [names === null ? null : `${names}.`, unsure].flatMap((line) =>
    line === null ? [] : [words(line)],
  );
}

/** The mark only decorates the words behind it. An open one has that of the status that it leads to. */
function markOf({ state, rule }: Incident): string {
  const marks = {
    open: OPEN_MARKS[rule] ?? '🔴',
    acknowledged: '🟡',
    snoozed: '💤',
    recovered: '✅',
    muted: '⚪',
  } as const;
  return marks[state];
}

const OPEN_MARKS: Readonly<Record<string, string>> = {
  no_heartbeat: STATUS_WORDS.no_heartbeat.mark,
  stale_portfolio: STATUS_WORDS.stale_portfolio.mark,
  circuit_breaker: '⛔',
};

/**
 * What, which trader, and real money: `Down: live docker · REAL MONEY`. How long an open one lasts would be wrong a minute
 * later: the lines below say since when.
 */
function headlineOf(incident: Incident, { now, tell }: IncidentContext): string {
  const subject = subjectOf(incident);
  const money = realMoneyTargets(incident.targets).length > 0 ? ' · REAL MONEY' : '';
  if (incident.state === 'recovered')
    return isBlind(incident)
      ? `${sightIsBackWords(incident)}, after ${durationText(incident, now)}`
      : `Recovered after ${durationText(incident, now)}: ${subject}${money}`;
  if (incident.state === 'muted')
    return isAboutHeartbeat(incident)
      ? `Heartbeat no longer expected: ${subjectOf(stillFiring(incident))}`
      : `No longer watched: ${subjectOf(stillFiring(incident))}`;
  const prefix = { open: '', acknowledged: 'Acknowledged · ', snoozed: 'Snoozed · ' }[incident.state];
  return `${prefix}${titleOf(incident, tell)}${isBlind(incident) ? '' : `: ${subject}${money}`}`;
}

function detailBlocks(incident: Incident, tell: DescribeRule, money: string | null): KnownBlock[] {
  if (isBlind(incident)) return [richText(...outageLines(incident))];
  const loud: TextSpan[][] = money === null ? [] : [sentencePieces(money).map(stressed)];
  const { told, more } = take(incident.targets, TARGETS_LISTED);
  const each = told.map((target) => targetLine(incident, target, tell));
  if (incident.targets.length === 1)
    // The rule speaks in the present, of what is over by then.
    return [richText(...loud, ...each.map((line) => (isOver(incident) ? ['Before: ', ...line] : line)))];
  return [
    ...(loud.length === 0 ? [] : [richText(...loud)]),
    list(`${titleOf(incident, tell)}, at about the same time:`, [
      ...each,
      ...(more === 0 ? [] : [[`and ${more} more`]]),
    ]),
  ];
}

function outageLines({ openedAt, closedAt, storeOutage }: Incident): TextSpan[][] {
  if (storeOutage !== undefined) return unstoredLines(storeOutage, openedAt, closedAt);
  if (closedAt !== null)
    return [
      ['Redis could not be read from ', { at: openedAt }, ' to ', { at: closedAt }, '.'],
      ['What the traders did meanwhile is not known. Each now has its usual time to be seen.'],
    ];
  return [
    ['Redis cannot be read; the last sight of the traders was ', { at: openedAt }, '.'],
    ['They may be fine. While this lasts, no trader is called dead, and none is known to live.'],
  ];
}

function unstoredLines(outage: StoreOutage, openedAt: Date, closedAt: Date | null): TextSpan[][] {
  const remedy = remedyWords(outage);
  if (closedAt !== null)
    return [
      [
        'Nothing was stored from ',
        { at: openedAt },
        ' to ',
        { at: closedAt },
        `. It was: ${outageWords(outage)}.`,
      ],
      ['What the traders did meanwhile was not recorded. Each now has its usual time to be seen.'],
    ];
  return [
    [`${outageWords(outage)}. The last check that was stored was `, { at: openedAt }, '.'],
    [
      `The traders can be read, and /arb-status answers. But no trader is reported dead or recovered until ${untilWords(outage)}: alerts cannot be stored.`,
    ],
    ...(remedy === null ? [] : [[remedy]]),
  ];
}

/** Of what is over, when it began and ended too, which on the screen stands elsewhere. */
function stateForFallback(incident: Incident): TextSpan[][] {
  const { state, acknowledgedBy } = incident;
  if (state !== 'recovered') return stateLines(incident);
  const [began, end] = [startedAt(incident), endedAt(incident)];
  const until: TextSpan[] = end === null ? [] : [' to ', { at: end }];
  const times: TextSpan[] = isBlind(incident)
    ? ['From ', { at: began }, ...until, '.']
    : ['Well again', ...at(end), '; it began ', { at: began }, '.'];
  return [times, ...acknowledgedLines(acknowledgedBy)];
}

const acknowledgedLines = (by: string | null): TextSpan[][] =>
  by === null ? [] : [['It was acknowledged by ', { who: by }, '.']];

/** Who has it in hand, or what became of it. Nobody sees to an outage, and after it no trader is known to be well. */
const stateLines = (incident: Incident): TextSpan[][] => (isBlind(incident) ? [] : [stateLine(incident)]);

function stateLine(incident: Incident): TextSpan[] {
  const { acknowledgedBy, acknowledgedAt, snoozedUntil, snoozedBy, closedAt } = incident;
  const by: TextSpan[] = acknowledgedBy === null ? [] : [' by ', { who: acknowledgedBy }];
  switch (incident.state) {
    case 'open':
      return ['Nobody has acknowledged this.'];
    case 'acknowledged':
      return ['Acknowledged', ...by, ...at(acknowledgedAt), '. No more reminders.'];
    case 'snoozed':
      return [
        'Snoozed',
        ...(snoozedUntil === null ? [] : [' until ', { at: snoozedUntil }]),
        ...(snoozedBy === null ? [] : [' by ', { who: snoozedBy }]),
        '. No reminders until then.',
      ];
    case 'recovered':
      return [
        'Well again',
        ...at(endedAt(incident)),
        '.',
        ...acknowledgedLines(acknowledgedBy).flatMap((line) => [' ', ...line]),
      ];
    case 'muted':
      if (isAboutHeartbeat(incident))
        return [
          'The portfolio alone decides',
          ...(closedAt === null ? [] : [' since ', { at: closedAt }]),
          ', until a heartbeat comes again.',
        ];
      return [
        'Taken off watch on purpose',
        ...at(closedAt),
        `. ${stillFiring(incident).targets.length === 1 ? 'It stays silent until it is' : 'They stay silent until they are'} well again.`,
      ];
  }
}

/** With those of its targets that did not recover; with all where none is left. */
function stillFiring(incident: Incident): Incident {
  const targets = incident.targets.filter(({ recoveredAt }) => recoveredAt === null);
  return targets.length === 0 ? incident : { ...incident, targets };
}

const at = (time: Date | null): TextSpan[] => (time === null ? [] : [', ', { at: time }]);
