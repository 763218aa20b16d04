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
import { isAboutHeartbeat, isBlind, isDataLoss, isOver, subjectOf } from './incidentText';

/** The `action_id` of everything that can be pressed on an incident's message. */
export const INCIDENT_ACTIONS = {
  acknowledge: 'incident:acknowledge',
  snooze: 'incident:snooze',
  unsnooze: 'incident:unsnooze',
  mute: 'incident:mute',
  releaseHeartbeat: 'incident:release_heartbeat',
  status: 'incident:status',
} as const;

/** What can be chosen of the menu "Snooze", as the words of `/arb-alerts snooze` have it. */
export const SNOOZES = ['1h', '4h', '09:00'] as const;
export type SnoozeChoice = (typeof SNOOZES)[number];

const KEY_LENGTH = 100;

/**
 * The incident's id as a button carries it: an id too long for an option's value (Slack takes 150 characters) is told by
 * its SHA-256.
 */
export const incidentActionValue = (id: string): string =>
  id.length <= KEY_LENGTH ? id : `sha256:${createHash('sha256').update(id).digest('hex')}`;

const button = (text: string, actionId: string, value: string, rest: Partial<Button> = {}): Button => ({
  type: 'button',
  text: { type: 'plain_text', text, emoji: false },
  action_id: actionId,
  value,
  ...rest,
});

const SNOOZE_LABELS: Readonly<Record<SnoozeChoice, (zone: string) => string>> = {
  '1h': () => 'For 1 hour',
  '4h': () => 'For 4 hours',
  '09:00': (zone) => `Until 09:00 (${zone})`,
};

const snoozeMenu = (key: string, zone: string): StaticSelect => ({
  type: 'static_select',
  action_id: INCIDENT_ACTIONS.snooze,
  placeholder: { type: 'plain_text', text: 'Snooze…', emoji: false },
  options: SNOOZES.map((choice) => ({
    text: {
      type: 'plain_text',
      text: truncate(SNOOZE_LABELS[choice](zone), OBJECT_LIMITS.optionText),
      emoji: false,
    },
    value: `${choice} ${key}`,
  })),
});

function muteConfirmation(incident: Incident): ConfirmationDialog {
  const subject = subjectOf(incident);
  const itIs = incident.targets.length === 1 ? 'it is' : 'they are';
  const plain = (text: string, limit: number) => ({
    type: 'plain_text' as const,
    text: truncate(text, limit),
    emoji: false,
  });
  return {
    title: plain(`Stop watching ${subject}?`, OBJECT_LIMITS.confirmTitle),
    text: plain(
      `For a trader that was stopped on purpose. This alert ends, and nothing more is said of ${subject} until ${itIs} well again. Nothing is sent to the trader itself.`,
      OBJECT_LIMITS.confirmText,
    ),
    confirm: plain('Stop watching', OBJECT_LIMITS.confirmButton),
    deny: plain('Keep watching', OBJECT_LIMITS.confirmButton),
    style: 'danger',
  };
}

const stopButton = (incident: Incident, key: string): Button =>
  button('Stop watching', INCIDENT_ACTIONS.mute, key, {
    style: 'danger',
    confirm: muteConfirmation(incident),
  });

/** What ends it, but for the trader itself: Redis is always watched. */
function endButtons(incident: Incident, key: string): Button[] {
  if (isDataLoss(incident)) return [];
  return isAboutHeartbeat(incident)
    ? [button('Portfolio alone decides', INCIDENT_ACTIONS.releaseHeartbeat, key)]
    : [stopButton(incident, key)];
}

/** What can be done about the incident in its present state. An outage ends by itself. */
export function incidentButtons(incident: Incident, zone: string): ActionsBlock {
  const key = incidentActionValue(incident.id);
  const status = button('Status now', INCIDENT_ACTIONS.status, key);
  if (isOver(incident) || isBlind(incident)) return { type: 'actions', elements: [status] };
  const { state } = incident;
  const elements: ActionsBlockElement[] = [
    ...(state === 'acknowledged'
      ? []
      : [button('Acknowledge', INCIDENT_ACTIONS.acknowledge, key, { style: 'primary' })]),
    state === 'snoozed' ? button('End snooze', INCIDENT_ACTIONS.unsnooze, key) : snoozeMenu(key, zone),
    status,
    ...endButtons(incident, key),
  ];
  return { type: 'actions', elements };
}
