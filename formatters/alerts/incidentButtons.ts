import { createHash } from 'node:crypto';
import type {
  ActionsBlock,
  ActionsBlockElement,
  Button,
  ConfirmationDialog,
  StaticSelect,
} from '@slack/types';
import type { Incident } from '../../src/alerting/incidents/incident';
import { truncate } from '../blockKit/escape';
import { OBJECT_LIMITS } from '../blockKit/slackLimits';
import { t } from '../text/catalogue';
import {
  isAboutHeartbeat,
  isDataLossAlert,
  isOutageAlert,
  isOver,
  subjectText,
  wasUnstable,
} from './incidentText';

/** The `action_id` of everything that can be pressed on an incident's message. */
export const INCIDENT_ACTIONS = {
  acknowledge: 'incident:acknowledge',
  snooze: 'incident:snooze',
  unsnooze: 'incident:unsnooze',
  mute: 'incident:mute',
  maintenance: 'incident:maintenance',
  releaseHeartbeat: 'incident:release_heartbeat',
  status: 'incident:status',
} as const;

/** Those of a direct message that pages somebody, where the alert's own message is not observed. */
export const PAGE_ACTIONS = { acknowledge: 'page:acknowledge', status: INCIDENT_ACTIONS.status } as const;

/** What can be chosen of the menu "Snooze", as the words of `/arb-alerts snooze` have it. */
export const SNOOZES = ['1h', '4h', '09:00'] as const;

const KEY_LENGTH = 100;

/**
 * The incident's id as a button carries it: an id too long for an option's value (Slack takes 150 characters) is given by
 * its SHA-256.
 */
export const incidentActionValue = (id: string): string =>
  id.length <= KEY_LENGTH ? id : `sha256:${createHash('sha256').update(id).digest('hex')}`;

const plain = (text: string, limit: number) => ({
  type: 'plain_text' as const,
  text: truncate(text, limit),
  emoji: false,
});

const button = (text: string, actionId: string, value: string, rest: Partial<Button> = {}): Button => ({
  type: 'button',
  text: { type: 'plain_text', text, emoji: false },
  action_id: actionId,
  value,
  ...rest,
});

const snoozeMenu = (key: string, zone: string): StaticSelect => ({
  type: 'static_select',
  action_id: INCIDENT_ACTIONS.snooze,
  placeholder: plain(t.alerts.button.snooze, OBJECT_LIMITS.optionText),
  options: SNOOZES.map((choice) => ({
    text: plain(t.alerts.button.snoozeFor[choice](zone), OBJECT_LIMITS.optionText),
    value: `${choice} ${key}`,
  })),
});

function muteConfirmation(incident: Incident): ConfirmationDialog {
  const { muteTitle, muteText, muteConfirm, muteDeny } = t.alerts.button;
  const subject = subjectText(incident);
  return {
    title: plain(muteTitle(subject), OBJECT_LIMITS.confirmTitle),
    text: plain(
      muteText(subject, incident.targets.length, incident.targets.some(wasUnstable)),
      OBJECT_LIMITS.confirmText,
    ),
    confirm: plain(muteConfirm, OBJECT_LIMITS.confirmButton),
    deny: plain(muteDeny, OBJECT_LIMITS.confirmButton),
    style: 'danger',
  };
}

/** One hour in which nothing is sent of its targets; of a critical alert it says that it includes these. */
function maintenanceButton(incident: Incident, key: string): Button[] {
  if (isDataLossAlert(incident) || incident.hold !== undefined) return [];
  const { label, title, text, confirm: yes } = t.silences.button;
  const confirm: ConfirmationDialog = {
    title: plain(title, OBJECT_LIMITS.confirmTitle),
    text: plain(text(subjectText(incident), incident.severity === 'critical'), OBJECT_LIMITS.confirmText),
    confirm: plain(yes, OBJECT_LIMITS.confirmButton),
    deny: plain(t.alerts.button.muteDeny, OBJECT_LIMITS.confirmButton),
  };
  return [button(label, INCIDENT_ACTIONS.maintenance, key, { confirm })];
}

/** What closes it, but for the trader itself: Redis is always monitored. */
function closingButtons(incident: Incident, key: string): Button[] {
  if (isDataLossAlert(incident)) return [];
  const { releaseHeartbeat, mute } = t.alerts.button;
  return isAboutHeartbeat(incident)
    ? [button(releaseHeartbeat, INCIDENT_ACTIONS.releaseHeartbeat, key)]
    : [button(mute, INCIDENT_ACTIONS.mute, key, { style: 'danger', confirm: muteConfirmation(incident) })];
}

/** What can be done about the incident in its present state. An outage ends by itself. */
export function incidentButtons(incident: Incident, zone: string): ActionsBlock {
  const { button: labels } = t.alerts;
  const key = incidentActionValue(incident.id);
  const status = button(labels.status, INCIDENT_ACTIONS.status, key);
  if (isOver(incident) || isOutageAlert(incident)) return { type: 'actions', elements: [status] };
  const { state } = incident;
  const elements: ActionsBlockElement[] = [
    ...(state === 'acknowledged'
      ? []
      : [button(labels.acknowledge, INCIDENT_ACTIONS.acknowledge, key, { style: 'primary' })]),
    state === 'snoozed' ? button(labels.unsnooze, INCIDENT_ACTIONS.unsnooze, key) : snoozeMenu(key, zone),
    status,
    ...maintenanceButton(incident, key),
    ...closingButtons(incident, key),
  ];
  return { type: 'actions', elements };
}
