import type { KnownBlock } from '@slack/types';
import type { Incident } from '../src/alerts/incident';
import type { StoreOutage } from '../src/state/errors';
import { header, lines, list, type Piece } from './blocks';
import { incidentButtons } from './incidentButtons';
import {
  beganAt,
  endedAt,
  isAboutHeartbeat,
  isBlind,
  isOver,
  lastedWords,
  realMoneyTargets,
  realMoneyWords,
  sightIsBackWords,
  stressed,
  subjectOf,
  type Tell,
  targetLine,
  titleOf,
} from './incidentWords';
import { type Passage, passageLines } from './late';
import { dataMessage, type Message } from './message';
import type { AlertOptions } from './options';
import { sentencePieces, spoken, words } from './spoken';
import { STATUS_WORDS } from './statusWords';
import { outageWords, remedyWords, untilWords } from './storeWords';
import { targetWords } from './targetNames';
import { enumeration, firstOf } from './told';

export interface IncidentContext extends Passage {
  readonly now: Date;
  readonly tell: Tell;
}

const TARGETS_LISTED = 12;

/** An incident as it stands: what, which trader, since when, and whether real money is at stake, first. */
export function incidentMessage(
  incident: Incident,
  context: IncidentContext,
  options: AlertOptions,
): Message {
  const { now, tell } = context;
  const money = realMoneyWords(incident);
  const late = passageLines(context);
  const headline = headlineOf(incident, context);
  const below = [...stateLines(incident), ...late];
  const blocks: KnownBlock[] = [
    header(`${markOf(incident)} ${headline}`),
    ...whatHappened(incident, tell, money),
    ...(below.length === 0 ? [] : [lines(...below)]),
    incidentButtons(incident, options.zone),
  ];
  const since = spokenSince(incident);
  const said = [...since, ...spokenState(incident), ...late].map((line) => spoken(line, now, options.zone));
  return dataMessage(
    [`${words(headline)}.`, ...alsoSaid(incident, money), ...said].join(' '),
    blocks,
    options,
  );
}

/** Since when: an open one's headline does not say. */
const spokenSince = (incident: Incident): Piece[][] =>
  isOver(incident) ? [] : [['Since ', { at: beganAt(incident) }, '.']];

/** What the headline has no room for: whose trouble it is, and that it is not known whether money is at stake. */
function alsoSaid({ targets, state }: Incident, money: string | null): string[] {
  const names =
    targets.length > 1
      ? enumeration(
          targets.map(({ target }) => targetWords(target)),
          6,
        )
      : null;
  const unsure = money === null || money.startsWith('REAL MONEY') || state === 'retired' ? null : money;
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
    retired: '⚪',
  } as const;
  return marks[state];
}

const OPEN_MARKS: Readonly<Record<string, string>> = {
  no_heartbeat: STATUS_WORDS.no_heartbeat.mark,
  frozen: STATUS_WORDS.stale_portfolio.mark,
  circuitBreaker: '⛔',
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
      ? `${sightIsBackWords(incident)}, after ${lastedWords(incident, now)}`
      : `Recovered after ${lastedWords(incident, now)}: ${subject}${money}`;
  if (incident.state === 'retired')
    return isAboutHeartbeat(incident)
      ? `Heartbeat no longer expected: ${subjectOf(unwell(incident))}`
      : `No longer watched: ${subjectOf(unwell(incident))}`;
  const prefix = { open: '', acknowledged: 'Acknowledged · ', snoozed: 'Snoozed · ' }[incident.state];
  return `${prefix}${titleOf(incident, tell)}${isBlind(incident) ? '' : `: ${subject}${money}`}`;
}

function whatHappened(incident: Incident, tell: Tell, money: string | null): KnownBlock[] {
  if (isBlind(incident)) return [lines(...blindLines(incident))];
  const loud: Piece[][] = money === null ? [] : [sentencePieces(money).map(stressed)];
  const { told, more } = firstOf(incident.targets, TARGETS_LISTED);
  const each = told.map((target) => targetLine(incident, target, tell));
  if (incident.targets.length === 1)
    // The rule speaks in the present, of what is over by then.
    return [lines(...loud, ...each.map((line) => (isOver(incident) ? ['Before: ', ...line] : line)))];
  return [
    ...(loud.length === 0 ? [] : [lines(...loud)]),
    list(`${titleOf(incident, tell)}, at about the same time:`, [
      ...each,
      ...(more === 0 ? [] : [[`and ${more} more`]]),
    ]),
  ];
}

function blindLines({ openedAt, closedAt, storeOutage }: Incident): Piece[][] {
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

function unstoredLines(outage: StoreOutage, openedAt: Date, closedAt: Date | null): Piece[][] {
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
function spokenState(incident: Incident): Piece[][] {
  const { state, acknowledgedBy } = incident;
  if (state !== 'recovered') return stateLines(incident);
  const [began, end] = [beganAt(incident), endedAt(incident)];
  const until: Piece[] = end === null ? [] : [' to ', { at: end }];
  const times: Piece[] = isBlind(incident)
    ? ['From ', { at: began }, ...until, '.']
    : ['Well again', ...at(end), '; it began ', { at: began }, '.'];
  return [times, ...acknowledgedLines(acknowledgedBy)];
}

const acknowledgedLines = (by: string | null): Piece[][] =>
  by === null ? [] : [['It was acknowledged by ', { who: by }, '.']];

/** Who has it in hand, or what became of it. Nobody sees to a blindness, and after it no trader is known to be well. */
const stateLines = (incident: Incident): Piece[][] => (isBlind(incident) ? [] : [stateLine(incident)]);

function stateLine(incident: Incident): Piece[] {
  const { acknowledgedBy, acknowledgedAt, snoozedUntil, snoozedBy, closedAt } = incident;
  const by: Piece[] = acknowledgedBy === null ? [] : [' by ', { who: acknowledgedBy }];
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
    case 'retired':
      if (isAboutHeartbeat(incident))
        return [
          'The portfolio alone decides',
          ...(closedAt === null ? [] : [' since ', { at: closedAt }]),
          ', until a heartbeat comes again.',
        ];
      return [
        'Taken off watch on purpose',
        ...at(closedAt),
        `. ${unwell(incident).targets.length === 1 ? 'It stays silent until it is' : 'They stay silent until they are'} well again.`,
      ];
  }
}

/** With those of its targets that did not recover; with all where none is left. */
function unwell(incident: Incident): Incident {
  const targets = incident.targets.filter(({ recoveredAt }) => recoveredAt === null);
  return targets.length === 0 ? incident : { ...incident, targets };
}

const at = (time: Date | null): Piece[] => (time === null ? [] : [', ', { at: time }]);
