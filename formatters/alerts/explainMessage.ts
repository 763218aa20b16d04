import type { KnownBlock } from '@slack/types';
import type { IncidentWithMessage, TargetExplanation } from '../../src/alerting/service';
import { contextBlock, header, richText, slackDate, type TextSpan } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import { sentencePieces, words } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { namedStanding } from '../live/standingText';
import { truncatedList } from '../text/blockLists';
import { pluralize } from '../text/numbers';
import { targetWords, withTargetNames } from '../text/targetNames';
import { auditLine, incidentLine, undeliveredLine } from './alertsOverviewMessage';
import { type DescribeRule, isBlind, isOver } from './incidentText';

const RULES_LISTED = 12;
const INCIDENTS_LISTED = 6;
const UNDELIVERED_LISTED = 6;
const AUDIT_LISTED = 6;

/** What was seen of a target, what each rule said, and what was sent or held back, and why. */
export function explainMessage(why: TargetExplanation, tell: DescribeRule, options: AlertOptions): Message {
  const { rules, incidents, suppressed, pending, audit, now } = why;
  const headline = headlineOf(why);
  const blocks: KnownBlock[] = [
    header(headline),
    richText(...observationLines(why)),
    ...truncatedList('Alerts', incidents, INCIDENTS_LISTED, (told) => incidentDeliveryLine(told, tell, now)),
    ...truncatedList('Held back', suppressed, RULES_LISTED, (reason) =>
      sentencePieces(withTargetNames(reason), 300),
    ),
    ...truncatedList('Not delivered yet', pending, UNDELIVERED_LISTED, (one) => undeliveredLine(one, now)),
    ...truncatedList('What each rule said last', rules, RULES_LISTED, ({ rule, at, reason }) => [
      { bold: sanitize(rule, 40) },
      ' ',
      { at },
      ': ',
      ...sentencePieces(reason, 400),
    ]),
    ...truncatedList('Who did what', audit, AUDIT_LISTED, auditLine),
    contextBlock(`Asked ${slackDate(now)}`),
  ];
  return dataMessage(`${words(headline)}.`, blocks, options);
}

function headlineOf({ target, standing, incidents }: TargetExplanation): string {
  if (standing === null) return `${targetWords(target)}: nothing was ever seen of it`;
  const open = incidents.filter(({ incident }) => !isOver(incident));
  const alerts = open.length === 0 ? 'no open alert' : pluralize(open.length, 'open alert');
  // How it stood at the last check is not how it is.
  if (open.some(({ incident }) => isBlind(incident))) return `${targetWords(target)}: not seen · ${alerts}`;
  return `${namedStanding(standing)} · ${alerts}`;
}

function observationLines({ observedAt, continuousSince }: TargetExplanation): TextSpan[][] {
  if (observedAt === null || continuousSince === null) return [['No check has seen the traders yet.']];
  return [
    ['Last check that saw the traders: ', { at: observedAt }, '.'],
    ['Watched without a gap since ', { at: continuousSince }, '.'],
  ];
}

function incidentDeliveryLine(
  { incident, message }: IncidentWithMessage,
  tell: DescribeRule,
  now: Date,
): TextSpan[] {
  const line = incidentLine(incident, tell, now);
  // What was told of an outage that lasts, each copy of the bot knows by itself.
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
