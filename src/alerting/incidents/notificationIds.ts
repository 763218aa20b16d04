import type { IncidentNotification, Notification, ThreadNote } from '../../notify/model/notification';
import { pagedNoteId, pageId } from '../escalation/escalation';
import type { RuleEvent } from '../rules/rule';
import type { Severity } from '../severity/severity';
import type { Incident, TargetId } from './incident';

/** Where and when: the same for all that one decision sends. */
export interface NotificationTarget {
  readonly channel: string;
  readonly detectedAt: Date;
  /** Whom it mentions; absent for nobody. An incident has its own. */
  readonly mentions?: readonly string[];
  /** Its message may be there already. */
  readonly verifyBeforeSend?: true;
}

/** What goes into an incident's thread with its next revision. */
export interface ThreadUpdate {
  readonly note: ThreadNote;
  readonly replyBroadcast: boolean;
  /** Whom it mentions; absent for nobody. */
  readonly mentions?: readonly string[];
  /** Its incident's message says the same, where that is posted again. */
  readonly isPosting?: boolean;
  /** Tells apart what one revision says of several targets. */
  readonly target?: TargetId;
}

/** The incident's message has its id, so that a newer revision replaces one that still waits. */
export const incidentNotification = (
  incident: Incident,
  destination: NotificationTarget,
): IncidentNotification => ({
  kind: 'incident',
  id: incident.id,
  ...destination,
  incident,
});

export const noteNotification = (
  incident: Incident,
  { note, replyBroadcast, target, mentions, isPosting = false }: ThreadUpdate,
  destination: NotificationTarget,
): Notification => ({
  kind: 'note',
  id: noteId(incident, note, target),
  ...destination,
  incidentId: incident.id,
  incident: incidentOfNote(incident, target),
  note,
  replyBroadcast,
  ...(mentions && { mentions }),
  ...(isPosting && { posting: incident.posting }),
});

function noteId({ id, remindersSent, revision }: Incident, note: ThreadNote, target?: TargetId): string {
  if (note.kind === 'reminder') return reminderId(id, remindersSent);
  if (note.kind === 'paged') return pagedNoteId(id, note.n);
  if (note.kind === 'page_failed') return `${pageId(id, note.n)}/${note.kind}`;
  if (note.kind === 'page_end_failed') return `${pageId(id, note.n)}/${note.event}/${note.kind}`;
  return [id, note.kind, revision, ...(target === undefined ? [] : [target])].join('/');
}

/** A note about one of many targets carries no other. Each names its alert where its thread takes no reply. */
function incidentOfNote(incident: Incident, target?: TargetId): Incident {
  if (target === undefined) return incident;
  return { ...incident, targets: incident.targets.filter((each) => each.target === target) };
}

/** The id of an incident's nth reminder. */
export const reminderId = (incidentId: string, n: number): string => `${incidentId}/reminder/${n}`;

/**
 * The happening by rule, target and key, and by the last observation before it: the same in every instance that decides from
 * the same memory, and another when a counter comes past the same value again.
 */
export const eventNotification = (
  {
    rule,
    target,
    key,
    level,
    severity,
    details,
  }: RuleEvent & { readonly rule: string; readonly target: string; readonly severity: Severity },
  observedAt: Date,
  destination: NotificationTarget,
): Notification => ({
  kind: 'event',
  id: `event:${rule}:${target}:${key}:${observedAt.getTime()}`,
  ...destination,
  event: { rule, target, level, severity, details, at: destination.detectedAt },
  occurrence: { key, after: observedAt.getTime() },
});
