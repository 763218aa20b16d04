import { actionLine, actionLines, type Message } from '../../formatters';
import { isOver, subjectOf, titleOf } from '../../formatters/alerts/incidentText';
import { targetWords } from '../../formatters/text/targetNames';
import type { Incident, TargetId } from '../../src/alerting/incidents/incident';
import { describeIncident } from '../../src/alerting/rules/describe';
import type { AlertsService } from '../../src/alerting/service';
import type { Action } from '../../src/alerting/types';
import type { CommandDeps } from '../command';

/** What to do about every open alert of a target. */
export type TargetAction =
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'snooze'; readonly until: Date }
  | { readonly kind: 'unsnooze' };

/** Does it, and tells what became of each. Throws StateUnavailableError. */
export async function applyToTarget(
  alerts: AlertsService,
  target: TargetId,
  action: TargetAction,
  { requester }: Pick<CommandDeps, 'requester'>,
): Promise<Message> {
  const open = (await alerts.incidents()).filter(
    (incident) => !isOver(incident) && incident.targets.some((each) => each.target === target),
  );
  const name = targetWords(target);
  if (open.length === 0) return actionLine(`There is no open alert of ${name}.`);
  const sentences: string[] = open.length === 1 ? [] : [`${name} has ${open.length} open alerts:`];
  // One after the other: each is a step of its own for the others who act, and for the copies of the bot.
  for (const incident of open) {
    const acted = await alerts.act(actionOn(incident, action, requester.userId));
    const what = `${titleOf(incident, describeIncident)}: ${subjectText(incident)}`;
    sentences.push(`${what}. ${acted.kind === 'done' ? `${confirmation(action)}.` : acted.message}`);
  }
  return actionLines(sentences);
}

function actionOn({ id: incidentId }: Incident, action: TargetAction, userId: string): Action {
  return action.kind === 'snooze'
    ? { kind: 'snooze', incidentId, userId, until: action.until }
    : { kind: action.kind, incidentId, userId };
}

/** Of several traders, all names: what is done is done for all of them. */
const subjectText = (incident: Incident): string =>
  incident.targets.length > 1
    ? `${subjectOf(incident)} (${incident.targets.map(({ target }) => targetWords(target)).join(', ')})`
    : subjectOf(incident);

function confirmation(action: TargetAction): string {
  switch (action.kind) {
    case 'acknowledge':
      return 'Acknowledged, no more reminders';
    case 'snooze':
      return `Snoozed until ${action.until.toISOString()}`;
    case 'unsnooze':
      return 'No longer snoozed';
  }
}
