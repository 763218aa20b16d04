import { addMs, msBetween } from '../../lib/time';
import type { Incident } from '../incidents/incident';
import { isUnstable } from './relapse';

/** The message of an unstable incident is changed at most this often while targets come and go, in ms. */
const EDIT_EVERY_MS = 60_000;

/** When its message may be changed that is behind; null where it is not. */
export const nextEditAt = ({ edits }: Incident): Date | null =>
  edits?.isBehind === true ? addMs(edits.at, EDIT_EVERY_MS) : null;

/** All that the message shows: reminders go into the thread, and so do pages, but for those of a drill. */
const visibleFields = ({
  revision: _,
  remindersSent: _sent,
  nextReminderAt: _next,
  escalation,
  edits: _edits,
  ...rest
}: Incident): string => JSON.stringify({ ...rest, ...(rest.drill && { pages: escalation?.pages }) });

const withoutTargets = (incident: Incident): string => visibleFields({ ...incident, targets: [] });

/**
 * Whether the message must change now, and the incident with what that needs to be known later. Where nothing but the
 * targets of an unstable incident has changed, it waits until the last change is a minute old.
 */
export function paceEdits(
  before: Incident | null,
  incident: Incident,
  hasNotes: boolean,
  now: Date,
): { readonly isShown: boolean; readonly incident: Incident } {
  const isChanged =
    before === null || (before !== incident && visibleFields(before) !== visibleFields(incident));
  const { edits, ...rest } = incident;
  if (!incident.targets.some(isUnstable)) return { isShown: isChanged, incident: edits ? rest : incident };
  const isUrgent =
    before === null || hasNotes || (isChanged && withoutTargets(before) !== withoutTargets(incident));
  const isBehind = isChanged || edits?.isBehind === true;
  const isDue = edits === undefined || Math.abs(msBetween(edits.at, now)) >= EDIT_EVERY_MS;
  if (isBehind && (isUrgent || isDue))
    return { isShown: true, incident: { ...incident, edits: { at: now, isBehind: false } } };
  if (!isBehind || edits === undefined || edits.isBehind) return { isShown: false, incident };
  return { isShown: false, incident: { ...incident, edits: { ...edits, isBehind: true } } };
}
