import type { Incident } from '../../alerting/incidents/incident';
import { MAX_CLOCK_SKEW_MS } from '../../lib/time';
import type { MessageMetadata } from '../../slack/outbound/slackApi';

/** So many of an incident's targets are named in its message's metadata, which Slack limits. */
const TARGETS_NAMED = 20;

type Failures = Pick<MessageMetadata, 'rule' | 'failures' | 'posting'>;

/** By what instances that cannot tell each other know an incident, which each of them names after what it read itself. */
export const incidentMetadata = ({ rule, targets, posting }: Incident): Failures => ({
  rule,
  ...(posting > 1 && { posting }),
  failures: Object.fromEntries(
    targets.slice(0, TARGETS_NAMED).map(({ target, startedAt }) => [target, startedAt.getTime()]),
  ),
});

/** Whether metadata is of the same posting of an incident of this rule in which one of its targets failed at about the same time. */
export const isSameIncident = (
  { rule, failures = {}, posting = 1 }: MessageMetadata,
  incident: Incident,
): boolean =>
  rule === incident.rule &&
  posting === incident.posting &&
  incident.targets.some(({ target, startedAt }) => {
    const other = Object.hasOwn(failures, target) ? failures[target] : undefined;
    return other !== undefined && Math.abs(other - startedAt.getTime()) < MAX_CLOCK_SKEW_MS;
  });

/** A thread entry's id: its incident's rule, first target and beginning; and what it says of which revision. */
const NOTE_ID = /^(?<of>.+?):(?<startedMs>\d+)(?<what>\/.+)$/;

/** Whether these are ids of the same thread entry, of incidents that are the same. */
export function isSameNote(id: string, other: string): boolean {
  const [one, two] = [NOTE_ID.exec(id)?.groups, NOTE_ID.exec(other)?.groups];
  if (one === undefined || two === undefined || one.of !== two.of || one.what !== two.what) return false;
  return Math.abs(Number(one.startedMs) - Number(two.startedMs)) < MAX_CLOCK_SKEW_MS;
}
