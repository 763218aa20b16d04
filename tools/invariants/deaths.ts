import { BREAKER } from './breakers';
import { isFromOlderData, isOf, mayGoOn, nearestOf, type ReportedClaim } from './claims';
import type { History, SlackMessage, Violation } from './history';
import type { ReportedIncident } from './incidents';
import { livesOf } from './lives';
import { momentsMs } from './moments';
import { lateByMs } from './promptness';
import { isPointer, wasRemovedAtOnce } from './reading';
import type { Silence } from './silences';
import { stretchIn } from './spans';
import { takenBy } from './taken';
import { clock } from './times';

/** The bot takes what went bad again within 10 minutes for the same incident, as documented. */
const FLAP_MS = 600_000;

/** Each silence that is long enough has exactly one incident, in time, and each incident a silence. */
export function deathViolations(
  history: History,
  silences: readonly Silence[],
  incidents: readonly ReportedIncident[],
): readonly Violation[] {
  const reported = incidents
    .filter(({ rule }) => rule !== 'monitoring_outage' && rule !== BREAKER)
    .flatMap((incident) => incident.claims.map((claim) => ({ incident, claim })));
  const mayHaveForgotten = (from: number, to: number): boolean =>
    history.watch.forgot.some((at) => at >= from - FLAP_MS && at <= to);
  const violations: Violation[] = [];
  for (const silence of silences) {
    const own = reported.filter((one) => isOf(history, silence, one));
    const ids = new Set(own.map(({ incident }) => incident.id));
    // Of silences that lie close together a claim is about the nearest; of one from older data nobody can tell.
    const nearest = own.filter(
      (one) => !isFromOlderData(history, one) && nearestOf(history, silences, one) === silence,
    );
    const sure = new Set(nearest.map(({ incident }) => incident.id));
    const until = Math.min(silence.to, history.span.to);
    // One that does not remember what it has said dates the next death to the last sign that was stored.
    const saidBy = Math.max(until, ...nearest.map(({ claim }) => claim.at));
    if (
      sure.size > 1 &&
      !mayHaveForgotten(silence.from, saidBy) &&
      !areOne(history, sure, incidents, { saidBy, mayHaveForgotten })
    )
      violations.push({
        kind: 'twice',
        what: `${named(silence)} is reported by ${[...sure].join(' and ')}`,
        at: silence.from,
      });
    const { must } = silence;
    if (
      must === null ||
      isInFlap(silence, reported) ||
      isInUnstable(silence, incidents) ||
      wentOn(history, silence, reported) ||
      mayHaveForgotten(silence.from, takenBy(history, until))
    )
      continue;
    if (ids.size === 0)
      violations.push({ kind: 'lost', what: `${named(silence)} is reported nowhere`, at: silence.from });
    else if (isLate(history, silence, must.by, own))
      violations.push({
        kind: 'waits',
        what: `${named(silence)} is reported only after all was well for long enough`,
        at: silence.from,
      });
    else {
      const lateMs = lateByMs(history, silence, Math.min(...nearest.map(({ claim }) => claim.at)));
      if (Number.isFinite(lateMs) && lateMs > 0)
        violations.push({
          kind: 'waits',
          what: `${named(silence)} is reported ${(lateMs / 1000).toFixed(1)} s late`,
          at: silence.from,
        });
    }
  }
  for (const one of reported) {
    const own = silences.filter((silence) => isOf(history, silence, one));
    const violation = claimViolation(history, one, own);
    if (violation !== null && !violations.some(({ what }) => what === violation.what))
      violations.push(violation);
  }
  return violations;
}

/**
 * Whether two instances that could store nothing, nor look up what the other had posted, as documented, reported it twice;
 * and all but one of its alerts have become that one since. So they do not where one forgot its alert before both could
 * store theirs, or where Slack lets no message of it be changed.
 */
function areOne(
  history: History,
  ids: ReadonlySet<string>,
  incidents: readonly ReportedIncident[],
  {
    saidBy,
    mayHaveForgotten,
  }: { readonly saidBy: number; readonly mayHaveForgotten: (from: number, to: number) => boolean },
): boolean {
  const own = incidents.filter(({ id, messages }) => ids.has(id) && !messages.every(wasRemovedAtOnce));
  if (own.length <= 1) return true;
  const left = own.filter(({ joined, messages }) => joined === null && messages.some(canBeChanged));
  return (
    !history.slack.canReadHistory && (left.length <= 1 || mayHaveForgotten(saidBy, takenBy(history, saidBy)))
  );
}

/** What points to a newer message need not become anything else. */
const canBeChanged = ({ isSealed = false, deleted, versions }: SlackMessage): boolean =>
  !isSealed && deleted === null && !isPointer(versions.at(-1) ?? versions[0]);

/** Whether it was reported only after Slack had certainly taken what had to be decided by then. */
function isLate(
  history: History,
  { from, target }: Silence,
  byMs: number,
  own: readonly ReportedClaim[],
): boolean {
  const takenMs = takenBy(history, byMs);
  // What Redis has lost is stored anew by the next check only.
  if (history.watch.lost.some((at) => at >= from && at <= takenMs)) return false;
  // One that states a false beginning is false, and not late as well.
  const claims = own.flatMap(({ incident }) => incident.claims);
  const about = claims.filter((claim) => claim.target === target && claim.at >= from);
  return about.every(({ at }) => at > takenMs);
}

/** Why what a message claims is not so; null when it is. */
function claimViolation(
  history: History,
  reported: ReportedClaim,
  own: readonly Silence[],
): Violation | null {
  if (isFromOlderData(history, reported)) return null;
  const { incident, claim } = reported;
  const what = `${incident.id} says that ${claim.target} is silent since ${clock(claim.since)}`;
  if (own.length === 0) return { kind: 'false', what: `${what}, and it was not`, at: claim.at };
  if (own.every(({ mustNot }) => mustNot))
    return { kind: 'false', what: `${what}, and it was not for long enough`, at: claim.at };
  const { staleAfterMs, frozenAfterMs, checkIntervalMs } = history.settings;
  const limitMs = incident.rule === 'stale_portfolio' ? frozenAfterMs : staleAfterMs;
  const isEarly = own.every(
    (silence) =>
      claim.at - silence.asSeen.from < limitMs - checkIntervalMs - momentsMs(history.settings) &&
      !mayGoOn(history, silence, { incident, claim }),
  );
  return isEarly ? { kind: 'false', what: `${what}, too early`, at: claim.at } : null;
}

/** Whether the life before it was too short for anybody to see a recovery, so that it goes on with an earlier one. */
function wentOn(
  { settings, traders, watch }: History,
  silence: Silence,
  reported: readonly ReportedClaim[],
): boolean {
  const trader = traders.find(({ target }) => target === silence.target);
  const life = trader && livesOf(trader, silence.rule).find(({ last }) => last === silence.from);
  const neededMs = 2 * settings.checkIntervalMs + momentsMs(settings);
  if (life === undefined || stretchIn(watch.certain, { from: life.first, to: life.last }, neededMs))
    return false;
  return reported.some(
    ({ incident, claim }) =>
      incident.rule === silence.rule && claim.target === silence.target && claim.since < silence.from,
  );
}

/** The message of one that comes and goes is changed this often, and says no more in the channel meanwhile. */
const EDITED_EVERY_MS = 60_000;

/** Whether it was over before the next change of a message that said that its trader comes and goes. */
const isInUnstable = (silence: Silence, incidents: readonly ReportedIncident[]): boolean =>
  silence.must !== null &&
  silence.to - silence.must.by < EDITED_EVERY_MS &&
  incidents.some(
    ({ rule, claims, unstable }) =>
      rule === silence.rule &&
      claims.some(({ target }) => target === silence.target) &&
      unstable.some(({ from, to }) => from <= silence.from && silence.from <= to),
  );

/** Whether it came in an incident that lasted, or had ended a moment before. */
function isInFlap(silence: Silence, reported: readonly ReportedClaim[]): boolean {
  const isFirst = ({ incident, claim }: ReportedClaim): boolean =>
    claim.flaps > 0 &&
    Number(incident.id.split(':').at(-1)) <= silence.stated.to &&
    claim.since > silence.from;
  if (
    reported.some(
      (one) => isFirst(one) && one.incident.rule === silence.rule && one.claim.target === silence.target,
    )
  )
    return true;
  return reported.some(
    ({ incident, claim }) =>
      incident.rule === silence.rule &&
      claim.target === silence.target &&
      claim.since <= silence.from &&
      incident.claims.some((each) => each.target === silence.target && each.since > silence.from),
  );
}

const named = ({ rule, target, from, to }: Silence): string =>
  `the ${NAMES[rule]} of ${target} from ${clock(from)} to ${Number.isFinite(to) ? clock(to) : 'the end'}`;

const NAMES = {
  no_sign_of_life: 'death',
  no_heartbeat: 'loss of the heartbeat',
  stale_portfolio: 'freezing',
} as const;
