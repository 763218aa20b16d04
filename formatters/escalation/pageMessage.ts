import type { ActionsBlock } from '@slack/types';
import type { PageNotification } from '../../src/notify/model/notification';
import { incidentActionValue, PAGE_ACTIONS } from '../alerts/incidentButtons';
import { hasRealMoney, incidentWhat, isOutageAlert, realMoneyLine, startOf } from '../alerts/incidentText';
import { header, type Line, richText } from '../blockKit/blocks';
import { toFallbackText } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { t } from '../text/catalogue';
import { joinNames } from '../text/lists';
import { targetLabel } from '../text/targetNames';

export interface PageMessageContext {
  readonly now: Date;
  /** Where the alert is in Slack; null where that is not known. */
  readonly alertUrl: string | null;
}

/** So many names of several traders; the headline has that of one, and that it trades with real money. */
const NAMED = 6;

/** The direct message to whom an escalation pages: what is wrong, since when, and what to do. */
export function pageMessage(
  { incident, openForMs, isTest, isPersonal, channel }: PageNotification,
  { now, alertUrl }: PageMessageContext,
  options: AlertOptions,
): Message {
  const { page } = t.escalation;
  const money = realMoneyLine(incident);
  const isOne = incident.targets.length === 1;
  const names = isOne
    ? null
    : joinNames(
        incident.targets.map(({ target }) => targetLabel(target)),
        NAMED,
      );
  const lines: Line[] = [
    isTest
      ? [page.test]
      : isPersonal
        ? page.began(startOf(incident))
        : page.since(startOf(incident), openForMs),
    ...(names === null ? [] : [[names]]),
    ...(money === null || hasRealMoney(incident.targets) ? [] : [money]),
    [isTest ? page.testTodo : isOutageAlert(incident) ? page.outage : isPersonal ? page.asked : page.todo],
  ];
  const inChannel = isTest ? t.drill.inChannel(channel) : page.inChannel(channel);
  const where = alertUrl === null ? inChannel : [{ link: alertUrl, text: page.link }];
  const headline = isTest ? t.drill.title : page.title(incident.severity, incidentWhat(incident));
  const said = lines.map((line) => toFallbackText(line, now, options.zone));
  const blocks = [header(headline), richText(...lines, where)];
  return dataMessage(
    [`${toFallbackText([headline], now, options.zone)}.`, ...said].join(' '),
    isOutageAlert(incident) ? blocks : [...blocks, pageButtons(incident.id)],
    options,
  );
}

/** An outage ends by itself. */
const pageButtons = (incidentId: string): ActionsBlock => ({
  type: 'actions',
  elements: [
    {
      type: 'button',
      text: { type: 'plain_text', text: t.alerts.button.acknowledge, emoji: false },
      action_id: PAGE_ACTIONS.acknowledge,
      value: incidentActionValue(incidentId),
      style: 'primary',
    },
    {
      type: 'button',
      text: { type: 'plain_text', text: t.alerts.button.status, emoji: false },
      action_id: PAGE_ACTIONS.status,
      value: incidentActionValue(incidentId),
    },
  ],
});
