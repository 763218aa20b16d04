import type { Incident } from '../../src/alerting/incidents/incident';
import type { Line } from '../blockKit/blocks';
import { escapeInvisible, truncate } from '../blockKit/escape';
import { toFallbackText } from '../blockKit/fallbackText';
import { t } from '../text/catalogue';
import { take } from '../text/lists';
import { plainLine } from '../text/plainText';
import {
  durationOf,
  hasRealMoney,
  incidentWhat,
  realMoneyLine,
  startOf,
  subjectText,
  targetLine,
} from './incidentText';

/** What became of an incident that was sent by a webhook. */
export type WebhookAction = 'trigger' | 'acknowledge' | 'resolve';

export interface WebhookTextInput {
  readonly incident: Incident;
  readonly action: WebhookAction;
  /** The incident's message in Slack; null where that is not known. */
  readonly link: string | null;
  readonly now: Date;
}

const TITLE_LENGTH = 200;
const TARGETS_LISTED = 10;

/** What a webhook says of an incident, as plain text on one line. */
export const webhookTitle = (input: WebhookTextInput): string =>
  truncate(escapeInvisible(headline(input)), TITLE_LENGTH);

function headline({ incident, action, now }: WebhookTextInput): string {
  switch (action) {
    case 'trigger':
      return t.webhooks.trigger(incident.severity, incidentWhat(incident));
    case 'acknowledge':
      return t.webhooks.acknowledged(incidentWhat(incident));
    case 'resolve':
      return incident.state === 'recovered'
        ? t.alerts.headline.recovered(
            durationOf(incident, now),
            subjectText(incident),
            hasRealMoney(incident.targets),
          )
        : t.webhooks.ended(incidentWhat(incident));
  }
}

/** The rest of it, as plain text; instants in `zone`. Throws RangeError for no zone. */
export const webhookPlainLines = (input: WebhookTextInput, zone: string): readonly string[] =>
  lines(input).map((each) => escapeInvisible(plainLine(each, zone)));

/** The same as Slack's mrkdwn. */
export const webhookMrkdwnLines = (input: WebhookTextInput, zone: string): readonly string[] =>
  [...lines(input), ...(input.link === null ? [] : [t.webhooks.link(input.link)])].map((each) =>
    toFallbackText(each, input.now, zone),
  );

function lines({ incident, action, now }: WebhookTextInput): readonly Line[] {
  if (action !== 'trigger') return [];
  const money = realMoneyLine(incident);
  const { items, more } = take(incident.targets, TARGETS_LISTED);
  return [
    ...(money === null ? [] : [money]),
    ...items.map((target) => targetLine(incident, target)),
    ...(more === 0 ? [] : [[t.alerts.moreTargets(more)]]),
    [
      ...t.webhooks.since(startOf(incident)),
      ' ',
      t.webhooks.unacknowledged(now.getTime() - incident.openedAt.getTime()),
    ],
  ];
}
