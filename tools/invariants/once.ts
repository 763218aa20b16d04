import type { History, SlackMessage, Violation } from './history';
import type { ReportedIncident } from './incidents';
import { idOf, stateIn } from './reading';
import { stretchIn } from './spans';
import { clock } from './times';

/** What came twice; and how often that was where it may be. */
export function repeated(history: History): {
  readonly violations: readonly Violation[];
  readonly allowed: number;
} {
  const byId = new Map<string, SlackMessage[]>();
  for (const message of history.slack.messages) {
    if (message.deleted?.by === 'bot') continue;
    const id = idOf(message);
    byId.set(id, [...(byId.get(id) ?? []), message]);
  }
  const violations: Violation[] = [];
  let allowed = 0;
  for (const [id, messages] of byId) {
    const again = messages.filter((message, i) => i > 0 && isAgain(message, messages.slice(0, i)));
    for (const { ts } of again) {
      const at = Number(ts) * 1000;
      const before = messages.filter((each) => Number(each.ts) * 1000 < at);
      if (!canBeKnown(history, id, before, at)) allowed += 1;
      else violations.push({ kind: 'twice', what: `${id} came again`, at });
    }
  }
  return { violations, allowed };
}

/** With Slack healthy for so long, in ms, what was sent before is found. */
const LOOKED_UP_WITHIN_MS = 30_000;

/** Whether a bot that has forgotten, or does not know what became of a post, could find out that it was reported before. */
function canBeKnown(
  { slack, watch }: History,
  id: string,
  before: readonly SlackMessage[],
  atMs: number,
): boolean {
  if (!slack.canReadHistory) return false;
  // It is reported without a store, by whoever cannot see: what another instance stored of it was lost.
  const since = Number(before[0]?.ts) * 1000;
  if (id.startsWith('monitoring_outage:') && watch.forgot.some((at) => at >= since && at <= atMs))
    return false;
  // An alert waits less than a minute for a look-up that fails.
  const isAlert = !/^digest:|\/(acted|recovered|changed|reminder|paged)/.test(id);
  const lookedUp = { from: Math.max(since, atMs - 2 * LOOKED_UP_WITHIN_MS), to: atMs };
  if (isAlert && stretchIn(slack.healthy, lookedUp, LOOKED_UP_WITHIN_MS) === null) return false;
  if (before.some(({ isSealed }) => isSealed)) return false;
  // Pages are sent at least once, as documented: nothing is looked up in a direct message.
  if (/\/escalation\/\d+$/.test(id)) return false;
  // In the thread of a message that somebody removed nothing can be looked up any more.
  const isRemoved = ({ channel, threadTs, inChannelToo }: SlackMessage): boolean =>
    threadTs !== null &&
    !inChannelToo &&
    slack.messages.some(
      (root) => root.channel === channel && root.ts === threadTs && (root.deleted?.at ?? Infinity) <= atMs,
    );
  return !before.some(isRemoved);
}

/** Whether it was snoozed when it recovered: then its message alone says so. */
function wasSnoozed({ acts, settings }: History, id: string, messages: readonly SlackMessage[]): boolean {
  const versions = messages.flatMap((message) => message.versions);
  const recoveredAt = versions.find((version) => stateIn(version) === 'recovered')?.at ?? Infinity;
  const earliest = recoveredAt - 2 * settings.checkIntervalMs;
  return acts.some(
    ({ kind, incidentId, at, until }) =>
      kind === 'snooze' && incidentId === id && at <= recoveredAt && (until ?? 0) >= earliest,
  );
}

/** Nobody had removed the earlier ones, and they stand in the same channel. */
const isAgain = ({ channel, ts }: SlackMessage, before: readonly SlackMessage[]): boolean =>
  before.some(
    (earlier) =>
      earlier.channel === channel && (earlier.deleted === null || earlier.deleted.at > Number(ts) * 1000),
  );

/** What should stand in an incident's thread, and does not. */
export function threadViolations(
  history: History,
  incidents: readonly ReportedIncident[],
): readonly Violation[] {
  const ids = history.slack.messages.map(idOf);
  const { settings, watch } = history;
  const isLost = (from: number, to: number): boolean => watch.lost.some((at) => at >= from && at <= to);
  // What is said of one that is part of another stands in that one's thread from then on.
  const notes = (of: readonly (string | null)[], kind: string): number =>
    new Set(ids.filter((id) => of.some((incident) => id.startsWith(`${incident}/${kind}/`)))).size;
  const violations: Violation[] = [];
  for (const { id, rule, final, messages, firstAt, joined } of incidents) {
    if (rule === 'monitoring_outage' || watch.forgot.some((at) => at >= firstAt - 60_000)) continue;
    // One that was posted when it was over, in the fallback channel perhaps, has reported it by that.
    const wasPostedOver = messages.some(({ versions: [first] }) => stateIn(first) === 'recovered');
    if (
      final === 'recovered' &&
      !wasPostedOver &&
      !wasSnoozed(history, id, messages) &&
      notes([id, joined], 'recovered') === 0
    )
      violations.push({
        kind: 'lost',
        what: `${id} has recovered, and nothing in its thread says so`,
        at: firstAt,
      });
    // What was stored just before Redis lost its data no other instance may have seen.
    const acts = history.acts.filter(
      ({ incidentId, isConfirmed, at }) =>
        incidentId === id && isConfirmed && !isLost(at, at + 2 * settings.checkIntervalMs + 60_000),
    );
    if (notes([id, joined], 'acted') < acts.length)
      violations.push({
        kind: 'lost',
        what: `${id}: ${acts.length} things were done about it (${acts.map(({ at, kind }) => `${kind} ${clock(at)}`).join(', ')}), and its thread has ${notes([id, joined], 'acted')}`,
        at: acts[0]?.at ?? firstAt,
      });
  }
  return violations;
}
