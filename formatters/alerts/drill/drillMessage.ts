import type { ActionsBlock } from '@slack/types';
import type { Incident } from '../../../src/alerting/incidents/incident';
import { bulletList, header, type Line, richText } from '../../blockKit/blocks';
import { toFallbackText } from '../../blockKit/fallbackText';
import { dataMessage, type Message } from '../../blockKit/message';
import type { AlertOptions } from '../../blockKit/options';
import { t } from '../../text/catalogue';
import { type DeliveryInfo, deliveryNotes } from '../deliveryNotes';
import { INCIDENT_ACTIONS, incidentActionValue } from '../incidentButtons';
import { drillStepLines } from './drillStepLines';

export interface DrillContext extends DeliveryInfo {
  readonly now: Date;
}

/** A drill as it stands: that nothing is wrong, first; then what became of each step. */
export function drillMessage(incident: Incident, context: DrillContext, options: AlertOptions): Message {
  const { closedAt, openedAt } = incident;
  const { title, overTitle, stepsTitle, noSteps } = t.drill;
  const headline = closedAt === null ? title : overTitle(closedAt.getTime() - openedAt.getTime());
  const steps = drillStepLines(incident).map(({ line }) => line);
  const state = [...stateLines(incident), ...(steps.length === 0 ? [[noSteps]] : [])];
  const late = deliveryNotes(context);
  const said = [...state, ...late].map((line) => toFallbackText(line, context.now, options.zone));
  return dataMessage(
    [`${headline}.`, ...said].join(' '),
    [
      header(headline),
      richText(...state),
      ...(steps.length === 0 ? [] : [bulletList(stepsTitle, steps)]),
      ...(late.length === 0 ? [] : [richText(...late)]),
      ...(closedAt === null ? [acknowledgeButton(incident.id)] : []),
    ],
    options,
  );
}

function stateLines({ drill, openedAt, acknowledgedBy }: Incident): readonly Line[] {
  const { begun, acknowledgedBy: acknowledged, ended } = t.drill;
  if (drill === undefined) return [];
  if (drill.end === null) return [begun(drill.by, openedAt, drill.endsAt)];
  return [drill.end === 'acknowledged' ? acknowledged(acknowledgedBy) : [ended[drill.end]]];
}

const acknowledgeButton = (incidentId: string): ActionsBlock => ({
  type: 'actions',
  elements: [
    {
      type: 'button',
      text: { type: 'plain_text', text: t.alerts.button.acknowledge, emoji: false },
      action_id: INCIDENT_ACTIONS.acknowledge,
      value: incidentActionValue(incidentId),
      style: 'primary',
    },
  ],
});
