import type { Incident } from '../../alerting/incidents/incident';
import { entryOfSame } from '../../alerting/incidents/incidentId';
import { MAX_CLOCK_SKEW_MS } from '../../lib/time';
import type { MessageMetadata } from '../../slack/outbound/slackApi';
import { postingOf } from '../posting/posting';

/** So many of an incident's targets are named in its message's metadata, which Slack limits. */
const TARGETS_NAMED = 20;

type Failures = Pick<MessageMetadata, 'rule' | 'failures' | 'posting' | 'closed' | 'revision'>;

/** By what instances that cannot tell each other know an incident, which each of them names after what it read itself. */
export const incidentMetadata = ({ rule, targets, posting, closedAt, revision }: Incident): Failures => ({
  rule,
  revision,
  ...(closedAt !== null && { closed: true }),
  ...(posting > 1 && { posting }),
  failures: Object.fromEntries(
    targets.slice(0, TARGETS_NAMED).map(({ target, startedAt }) => [target, startedAt.getTime()]),
  ),
});

/**
 * Whether metadata is of the same posting of an incident of this rule in which one of its targets failed at about the same
 * time; or, where both last, at any time: a trader that is down does not go down. An instance that was started meanwhile may
 * not know its last signs. Messages of other incidents that are known must have been left out.
 */
export const isSameIncident = (
  { rule, failures = {}, posting = 1, closed = false }: MessageMetadata,
  incident: Incident,
): boolean =>
  rule === incident.rule &&
  posting === incident.posting &&
  incident.targets.some(({ target, startedAt, recoveredAt }) => {
    const other = Object.hasOwn(failures, target) ? failures[target] : undefined;
    if (other === undefined) return false;
    const doBothLast = !closed && recoveredAt === null;
    return doBothLast || Math.abs(other - startedAt.getTime()) < MAX_CLOCK_SKEW_MS;
  });

/**
 * Whether a message, posted or changed by another instance, has as much as this one knows of the incident, or more: what an
 * instance that works from memory knows may be old.
 */
export const showsNoLess = (
  { id, closed = false, revision = 0 }: MessageMetadata,
  incident: Incident,
): boolean =>
  incident.closedAt === null &&
  (closed || (postingOf(incident.id, id) !== null && revision >= incident.revision));

/** The same part of an entry after which nobody need be reminded of what was before. */
const SEEN_TO = /^\/(?:acted|recovered)\/(?<revision>\d+)/;

/** Whether this is the id of the same thread entry, of an incident that is the same. */
export function isSameNote(id: string, other: string): boolean {
  const entry = entryOfSame(id, other);
  return entry !== null && entry === entryOfSame(other, id);
}

/** Whether the thread says by this id that somebody has seen to the incident, or that it is over, since this revision. */
export function isSeenToSince(
  id: string,
  { id: noteId, revision }: { readonly id: string; readonly revision: number },
): boolean {
  const seenTo = SEEN_TO.exec(entryOfSame(id, noteId) ?? '')?.groups;
  return seenTo !== undefined && Number(seenTo.revision) > revision;
}
