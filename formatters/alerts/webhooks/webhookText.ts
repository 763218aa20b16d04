import type { PageNotification } from '../../../src/notify/model/notification';
import type { Line } from '../../blockKit/blocks';
import { escapeInvisible, truncate } from '../../blockKit/escape';
import { toFallbackText } from '../../blockKit/fallbackText';
import { t } from '../../text/catalogue';
import { take } from '../../text/lists';
import { plainLine } from '../../text/plainText';
import {
  durationOf,
  hasRealMoney,
  incidentWhat,
  realMoneyLine,
  startOf,
  subjectText,
  targetLine,
} from '../incidentText';

const TITLE_LENGTH = 200;
const TARGETS_LISTED = 10;

/** What a webhook says of an incident, as plain text on one line. A drill says so first. */
export const webhookTitle = (page: PageNotification, now: Date): string =>
  truncate(escapeInvisible(titleOf(page, now)), TITLE_LENGTH);

function titleOf({ incident, event, isTest }: PageNotification, now: Date): string {
  const { title } = t.webhooks;
  const what = isTest ? t.webhooks.drill : incidentWhat(incident);
  switch (event) {
    case 'trigger':
      return isTest ? what : title.trigger(incident.severity, what);
    case 'acknowledge':
      return title.acknowledged(what);
    case 'resolve':
      return isTest || incident.state !== 'recovered'
        ? title.ended(what)
        : t.alerts.headline.recovered(
            durationOf(incident, now),
            subjectText(incident),
            hasRealMoney(incident.targets),
          );
  }
}

/** The rest of it, as plain text; instants in `zone`. Throws RangeError for no zone. */
export const webhookPlainLines = (page: PageNotification, zone: string): readonly string[] =>
  linesOf(page).map((each) => escapeInvisible(plainLine(each, zone)));

/** The same as Slack's mrkdwn. */
export const webhookMrkdwnLines = (page: PageNotification, now: Date, zone: string): readonly string[] =>
  linesOf(page).map((each) => toFallbackText(each, now, zone));

function linesOf({ incident, event, isTest, openForMs }: PageNotification): readonly Line[] {
  if (isTest) return [[t.webhooks.drillText]];
  if (event !== 'trigger') return [];
  const money = realMoneyLine(incident);
  const { items, more } = take(incident.targets, TARGETS_LISTED);
  return [
    ...(money === null ? [] : [money]),
    ...items.map((target) => targetLine(incident, target)),
    ...(more === 0 ? [] : [[t.alerts.moreTargets(more)]]),
    // Each target's line says since when.
    ...(incident.targets.length === 0 ? [t.webhooks.since(startOf(incident))] : []),
    [t.webhooks.unacknowledged(openForMs)],
  ];
}
