import type { AuditAction, AuditEntry } from '../../../src/alerting/types';
import type { Line, TextSpan } from '../../blockKit/blocks';
import { sanitize } from '../../blockKit/escape';
import { silenceName } from '../../silences/silenceText';
import { t } from '../../text/catalogue';
import { targetLabel } from '../../text/targetNames';
import { isOutageAlert } from '../incidentText';
import { actionText } from '../threadMessage';

/** `@somebody: acknowledged it`. */
export function auditText({
  actor,
  action,
  target,
}: Pick<AuditEntry, 'actor' | 'action' | 'target'>): TextSpan[] {
  const name = target === null ? null : targetLabel(target);
  return t.alertQueries.activity.who(actor, activityText(action, name));
}

/** `acknowledged it (no_sign_of_life of live docker)`. */
export function auditLine({ at, actor, action, incident, target }: AuditEntry): TextSpan[] {
  const { activity } = t.alertQueries;
  const name = target === null ? null : targetLabel(target);
  const about =
    incident && (isOutageAlert(incident) ? activity.outage : activity.about(sanitize(incident.rule), name));
  return activity.line(at, actor, [
    ...activityText(action, name),
    ...(about === null ? [] : [` (${about})`]),
  ]);
}

function activityText(action: AuditAction, name: string | null): Line {
  const { activity } = t.alertQueries;
  switch (action.kind) {
    case 'drill':
      return [t.alertQueries.activity.drill];
    case 'test':
      return [activity.test];
    case 'paged':
      return t.escalation.activity.paged(action.via);
    case 'page_failed':
      return t.escalation.activity.failed(action.via, action.code);
    case 'page_skipped':
      return [t.escalation.activity.skipped(action.step)];
    case 'duty_swap':
      return t.escalation.activity.swapped(action.userId, action.until);
    case 'duty_clear':
      return [t.escalation.activity.swapEnded];
    case 'session_named':
      return t.tuning.naming.activity(action.session, action.name);
    case 'configuration':
      return t.configuration.activity(action.generation, action.how);
    case 'unmuted':
      return [activity.unmuted(name)];
    case 'dropped':
      return activity.dropped(action.code);
    case 'changed':
      return [activity.changed(action.from, action.to)];
    case 'unmute':
      return [t.silences.activity.unmute(name)];
    case 'silence_begun': {
      const { from, until, includesCritical } = action.silence;
      return t.silences.activity.begun(silenceName(action.silence), from, until, includesCritical);
    }
    case 'silence_ended':
      return [t.silences.activity.ended(silenceName(action.silence))];
    case 'held_back':
      return [t.silences.activity.heldBack(action.by)];
    default:
      return actionText(action);
  }
}
