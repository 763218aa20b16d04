import { BREAKER } from './breakers';
import type { History, Violation } from './history';
import type { ReportedIncident } from './incidents';
import { RELEASED_MS } from './partialSilences';
import type { State } from './reading';
import type { Silence } from './silences';
import { clock } from './times';

/** The last text of each incident's message must show its true state at the end, after a while without faults. */
export function stateViolations(
  history: History,
  silences: readonly Silence[],
  incidents: readonly ReportedIncident[],
): readonly Violation[] {
  const endMs = history.span.to;
  const lasting = silences.filter(({ to }) => to > endMs);
  return incidents.flatMap((incident): Violation[] => {
    const { id, final, finals, rule } = incident;
    if (final === null || wasForgotten(history, incident)) return [];
    const wrong = (what: string): Violation[] => [
      { kind: 'wrong', what: `${id} ${what}`, at: incident.firstAt },
    ];
    const isOver = OVER.includes(final);
    if (isOver && history.slack.canReadHistory && !finals.every((state) => OVER.includes(state)))
      return wrong(`is ${final}, and an earlier message of it does not say so`);
    if (
      final === 'muted' &&
      !isReleased(history, incident) &&
      !history.acts.some(({ kind }) => kind === 'mute')
    )
      return wrong('is muted, and nobody did that');
    // Who cannot look up the message of a dead instance cannot bring it up to date.
    if (rule === 'monitoring_outage' && !history.slack.canReadHistory) return [];
    if (rule === 'monitoring_outage')
      return isOver ? [] : wrong(`still stands as ${final}, and the traders can be seen`);
    if (rule === BREAKER) return [];
    const targets = new Set(incident.claims.map(({ target }) => target));
    const bad = lasting.filter((silence) => silence.rule === rule && targets.has(silence.target));
    if (bad.some(({ mayEndAt }) => mayEndAt <= endMs)) return [];
    if (bad.length === 0 && isStillUnstable(history, silences, incident, targets)) return [];
    if (bad.length === 0)
      return isOver ? [] : wrong(`still stands as ${final}, and all its traders are well`);
    if (final === 'recovered' && bad.some((silence) => isClaimed(incident, silence)))
      return wrong(`stands as recovered, and ${bad[0]?.target} is silent since ${clock(bad[0]?.from ?? 0)}`);
    if (final === 'acknowledged' && !wasDone(history, incident, 'acknowledge'))
      return wrong('is acknowledged, and nobody did that');
    if (final === 'snoozed' && !wasDone(history, incident, 'snooze'))
      return wrong('is snoozed, and nobody did that');
    return [];
  });
}

/** One that came and went is stable again, and over, after it was seen to be well for 20 minutes. */
const CALM_MS = 1_500_000;

const isStillUnstable = (
  { span }: History,
  silences: readonly Silence[],
  { rule, unstable }: ReportedIncident,
  targets: ReadonlySet<string>,
): boolean =>
  unstable.some(({ to }) => to > span.to) &&
  silences.some(
    (silence) => silence.rule === rule && targets.has(silence.target) && silence.to > span.to - CALM_MS,
  );

const OVER: readonly State[] = ['recovered', 'muted'];

/** Whether no heartbeat is expected any more: a person said so, or it has been missing for a day. */
const isReleased = ({ acts }: History, { rule, claims, messages }: ReportedIncident): boolean => {
  const endedAt = messages.at(-1)?.versions.at(-1)?.at ?? 0;
  return (
    rule === 'no_heartbeat' &&
    (acts.some(({ kind }) => kind === 'release_heartbeat') ||
      claims.some(({ since }) => endedAt - since > RELEASED_MS))
  );
};

const isClaimed = ({ claims }: ReportedIncident, { target, stated }: Silence): boolean =>
  claims.some((claim) => claim.target === target && claim.since >= stated.from && claim.since <= stated.to);

const wasDone = ({ acts }: History, { id }: ReportedIncident, kind: string): boolean =>
  acts.some((act) => act.incidentId === id && act.kind === kind);

/** Whether nobody may know of it any more: its message stands as it was then. */
const wasForgotten = ({ watch }: History, { firstAt }: ReportedIncident): boolean =>
  watch.forgot.some((at) => at >= firstAt - 60_000);
