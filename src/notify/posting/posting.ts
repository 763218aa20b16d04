import type { Incident } from '../../alerting/incidents/incident';
import type { IncidentMessageRef } from '../model/codec';
import type { IncidentNotification } from '../model/notification';
import type { PostingRef } from './postingRef';

export const handledPosting = (ref: IncidentMessageRef | null): number =>
  ref === null ? 0 : (ref.posting?.handled ?? 1);

const postedAs = (ref: IncidentMessageRef): number => ref.posting?.postedAs ?? 1;

/** Whether the message says what a thread entry of this posting does, having been posted for it. */
export const coversPosting = (ref: IncidentMessageRef | null, posting: number | undefined): boolean =>
  ref !== null && posting !== undefined && postedAs(ref) >= posting;

/** The channel that a message was meant for; null where an earlier version posted it in the fallback. */
export const homeOf = (ref: IncidentMessageRef, fallback: string | null): string | null =>
  ref.posting?.home ?? (ref.channel === fallback ? null : ref.channel);

/** Of a message that was just posted. */
export const postedAnew = ({ incident, channel }: IncidentNotification): PostingRef => ({
  handled: incident.posting,
  postedAs: incident.posting,
  home: channel,
});

/** Of a message that was changed instead, or of one whose ref an earlier version stored. */
export const postingChanged = (
  { incident, channel }: IncidentNotification,
  before: IncidentMessageRef | null,
  fallback: string | null,
): PostingRef => ({
  handled: incident.posting,
  postedAs: before === null ? incident.posting : postedAs(before),
  home: (before && homeOf(before, fallback)) ?? channel,
});

/** Of a message that was found by the id in its metadata. */
export function foundPosting({ incident, channel }: IncidentNotification, id: string | null): PostingRef {
  const posting = (id === null ? null : postingOf(incident.id, id)) ?? incident.posting;
  return { handled: posting, postedAs: posting, home: channel };
}

const SEPARATOR = '/posting/';

/** The id in the metadata of the incident's message: each posting has its own. */
export const postingId = ({ id, posting }: Pick<Incident, 'id' | 'posting'>): string =>
  posting === 1 ? id : `${id}${SEPARATOR}${posting}`;

/** Which posting of the incident has this id in its metadata; null for none. */
export function postingOf(incidentId: string, id: string): number | null {
  if (id === incidentId) return 1;
  if (!id.startsWith(incidentId + SEPARATOR)) return null;
  const posting = Number(id.slice(incidentId.length + SEPARATOR.length));
  return Number.isInteger(posting) ? posting : null;
}

/** The id of a message that only points to a newer one: no look-up takes it for the alert. */
export const pointerId = (incidentId: string, ts: string): string => `${incidentId}/pointer/${ts}`;

/** Of two refs of one incident the one that was posted later; the other's message, if it is another, becomes a pointer. */
export function mergeMessageRefs(one: IncidentMessageRef, other: IncidentMessageRef): IncidentMessageRef {
  const isOther =
    postedAs(other) > postedAs(one) || (postedAs(other) === postedAs(one) && other.revision > one.revision);
  const [winner, loser] = isOther ? [other, one] : [one, other];
  if (winner.ts === loser.ts) return winner;
  const { superseded = [] } = winner;
  const known = new Set([winner, ...winner.staleMessages, ...superseded].map(({ ts }) => ts));
  const { channel, ts, revision } = loser;
  const old = [...(loser.superseded ?? []), { channel, ts, revision }].filter((each) => !known.has(each.ts));
  return old.length === 0 ? winner : { ...winner, superseded: [...superseded, ...old] };
}
