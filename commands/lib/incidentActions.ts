import { type Message, outageNotActionableMessage, shortMessage, withOthers } from '../../formatters';
import { incidentTitle, isOver, subjectText } from '../../formatters/alerts/incidentText';
import type { Line } from '../../formatters/blockKit/blocks';
import { t } from '../../formatters/text/catalogue';
import { targetLabel } from '../../formatters/text/targetNames';
import type { Incident, TargetId } from '../../src/alerting/incidents/incident';
import type { AlertsService } from '../../src/alerting/service';
import { placeId } from '../../src/state/keys';
import type { IncidentAction } from '../actions/incidentAction';
import type { AlertDeps } from '../alerts/subcommand';
import { type CommandDeps, type CommandResponse, ephemeral } from '../command';
import { type AlertArgs, requireTarget } from './parseTarget';
import type { ZoneRead } from './time/takeTime';

/** What to do about every open alert of a target. */
export type TargetAction = Extract<IncidentAction, { readonly kind: 'acknowledge' | 'snooze' | 'unsnooze' }>;

/** Does it to the target that is named. Throws UsageError, TargetError and StateUnavailableError. */
export async function applyToNamedTarget(
  { asked, outage }: Pick<AlertArgs, 'asked' | 'outage'>,
  action: TargetAction,
  deps: AlertDeps,
  zone: ZoneRead | null = null,
): Promise<CommandResponse> {
  if (outage && asked === null) return ephemeral(outageNotActionableMessage());
  const { place, others } = requireTarget(asked, action.kind, deps);
  const answer = await applyToTarget(deps.alerts, placeId(place), action, zone, deps);
  return ephemeral(withOthers(answer, others));
}

/** Does it, and says what became of each. Throws StateUnavailableError. */
async function applyToTarget(
  alerts: AlertsService,
  target: TargetId,
  action: TargetAction,
  zone: ZoneRead | null,
  { requester }: Pick<CommandDeps, 'requester'>,
): Promise<Message> {
  const open = (await alerts.incidents()).filter(
    (incident) => !isOver(incident) && incident.targets.some((each) => each.target === target),
  );
  const { response } = t.alerts;
  const name = targetLabel(target);
  if (open.length === 0) return shortMessage([response.noOpenAlert(name)]);
  const lines: Line[] = open.length === 1 ? [] : [[response.openAlertsOf(name, open.length)]];
  // One after the other: each is a step of its own for the others who act, and for the other instances.
  for (const incident of open) {
    const acted = await alerts.act({ ...action, incidentId: incident.id, userId: requester.userId });
    const what = t.alerts.what(incidentTitle(incident), subjectOf(incident), false);
    lines.push(
      response.acted(what, acted.kind === 'done' ? confirmation(action) : t.alerts.refusal(acted.refusal)),
    );
  }
  if (zone !== null) lines.push(t.times.readIn(zone.zone, zone.from));
  return shortMessage(...lines);
}

/** Of several traders, all names: what is done is done for all of them. */
const subjectOf = (incident: Incident): string =>
  incident.targets.length > 1
    ? t.alerts.response.subjectWithNames(
        subjectText(incident),
        incident.targets.map(({ target }) => targetLabel(target)).join(', '),
      )
    : subjectText(incident);

function confirmation(action: TargetAction): Line {
  const { response } = t.alerts;
  return action.kind === 'snooze' ? response.snooze(action.until) : [response[action.kind]];
}
