import type { KnownBlock } from '@slack/types';
import type { TargetWhy, ToldIncident } from '../../src/alerting/service';
import { header, lines, type Piece, slackDate, smallPrint } from '../blockKit/blocks';
import { shown } from '../blockKit/escape';
import { sentencePieces, words } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { namedStanding } from '../live/standingText';
import { listed } from '../text/blockLists';
import { counted } from '../text/numbers';
import { targetWords, withTargetNames } from '../text/targetNames';
import { auditLine, incidentLine, undeliveredLine } from './alertsOverviewMessage';
import { isBlind, isOver, type Tell } from './incidentText';

const RULES_LISTED = 12;
const INCIDENTS_LISTED = 6;
const UNDELIVERED_LISTED = 6;
const AUDIT_LISTED = 6;

/** What was seen of a target, what each rule said, and what was sent or held back, and why. */
export function whyMessage(why: TargetWhy, tell: Tell, options: AlertOptions): Message {
  const { rules, incidents, heldBack, undelivered, audit, now } = why;
  const headline = headlineOf(why);
  const blocks: KnownBlock[] = [
    header(headline),
    lines(...sightLines(why)),
    ...listed('Alerts', incidents, INCIDENTS_LISTED, (told) => sentLine(told, tell, now)),
    ...listed('Held back', heldBack, RULES_LISTED, (reason) => sentencePieces(withTargetNames(reason), 300)),
    ...listed('Not delivered yet', undelivered, UNDELIVERED_LISTED, (one) => undeliveredLine(one, now)),
    ...listed('What each rule said last', rules, RULES_LISTED, ({ rule, at, why }) => [
      { bold: shown(rule, 40) },
      ' ',
      { at },
      ': ',
      ...sentencePieces(why, 400),
    ]),
    ...listed('Who did what', audit, AUDIT_LISTED, auditLine),
    smallPrint(`Asked ${slackDate(now)}`),
  ];
  return dataMessage(`${words(headline)}.`, blocks, options);
}

function headlineOf({ target, standing, incidents }: TargetWhy): string {
  if (standing === null) return `${targetWords(target)}: nothing was ever seen of it`;
  const open = incidents.filter(({ incident }) => !isOver(incident));
  const alerts = open.length === 0 ? 'no open alert' : counted(open.length, 'open alert');
  // How it stood at the last check is not how it is.
  if (open.some(({ incident }) => isBlind(incident))) return `${targetWords(target)}: not seen · ${alerts}`;
  return `${namedStanding(standing)} · ${alerts}`;
}

function sightLines({ sawAt, watchedSince }: TargetWhy): Piece[][] {
  if (sawAt === null || watchedSince === null) return [['No check has seen the traders yet.']];
  return [
    ['Last check that saw the traders: ', { at: sawAt }, '.'],
    ['Watched without a gap since ', { at: watchedSince }, '.'],
  ];
}

function sentLine({ incident, message }: ToldIncident, tell: Tell, now: Date): Piece[] {
  const line = incidentLine(incident, tell, now);
  // What was told of a blindness that lasts, each copy of the bot knows by itself.
  if (isBlind(incident) && !isOver(incident)) return line;
  if (message === null) return [...line, '; not sent yet'];
  const upToDate = message.revision >= incident.revision;
  return [
    ...line,
    '; sent to ',
    { who: message.channel },
    ' ',
    { at: message.postedAt },
    upToDate ? ', up to date' : ', and a change of it waits to be sent',
  ];
}
