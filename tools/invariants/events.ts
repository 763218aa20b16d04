import { BREAKER, isWithinBreaker } from './breakers';
import type { Count, History, Span, TraderHistory, Violation } from './history';
import { signsOf } from './lives';
import { momentsMs } from './moments';
import { mayBeMuted } from './muted';
import { detectedIn, idOf, seenIn, wasRemovedAtOnce } from './reading';
import { wasKnown } from './silences';
import { stretchIn } from './spans';
import { takenBy } from './taken';
import { clock } from './times';

/** Safety violations are reported together for 5 minutes, as documented. */
const HELD_MS = 300_000;

interface ReportedCount {
  readonly id: string;
  readonly at: number;
  readonly total: number;
  /** Not one that two instances posted at the same time, and one removed. */
  readonly isStanding: boolean;
}

/** The rules that tell of a counter, and how. */
export const COUNTED_RULES = [
  { rule: 'safety_violations', name: 'violations', total: /now (\d+)/, heldMs: HELD_MS },
  { rule: 'circuit_breaker', name: 'trips', total: /, (\d+) in all/, heldMs: 0 },
] as const;

/** What counters and switches did is reported once, and nothing else. */
export const eventViolations = (history: History): readonly Violation[] =>
  history.traders.flatMap((trader) => [
    ...COUNTED_RULES.flatMap(({ rule, name, total, heldMs }) =>
      countViolations(history, trader, {
        rule,
        counts: trader.counts.filter((each) => each.name === name),
        total,
        heldMs,
      }),
    ),
    ...switchViolations(history, trader),
  ]);

function countViolations(
  history: History,
  trader: TraderHistory,
  {
    rule,
    counts,
    total,
    heldMs,
  }: {
    readonly rule: string;
    readonly counts: readonly Count[];
    readonly total: RegExp;
    /** So long it may be held, to be reported with what follows. */
    readonly heldMs: number;
  },
): Violation[] {
  const { target } = trader;
  const reported = eventsOf(history, rule, target).map(({ id, at, text, isStanding }): ReportedCount => {
    const said = total.exec(text)?.[1];
    return { id, at, total: said === undefined ? Number.NaN : Number(said), isStanding };
  });
  const momentMs = momentsMs(history.settings);
  const violations: Violation[] = reported.flatMap(({ id, at, total: said }) => {
    // A trip that only the live metric tells of has no total.
    const isTrue = counts.some(
      (count) => (count.total === said || Number.isNaN(said)) && count.at <= at + momentMs,
    );
    return isTrue ? [] : [{ kind: 'false', what: `${id} tells of ${said}, which was never counted`, at }];
  });
  for (const [i, count] of counts.entries()) {
    const seenBy = certainlySeenBy(history, counts, i, heldMs);
    // Somebody may have it no longer watched before the check that sees this.
    // An active breaker is reported as an incident, and its trips are none beside it.
    if (rule === BREAKER && isWithinBreaker(history, trader, count.at)) continue;
    if (!isFound(history, trader, count.at)) continue;
    if (seenBy === null || mayBeMuted(history, trader, count.at, seenBy)) continue;
    if (mayBeForgotten(history, { from: count.at, to: seenBy })) continue;
    const before = counts
      .slice(0, i)
      .filter((each) => each.total === count.total)
      .at(-1);
    const possible = reported.filter((one) => one.total === count.total && one.at >= count.at);
    const after = counts.slice(i + 1);
    const countedAfter = after.filter(({ isOld = false }) => !isOld);
    const own = possible.filter((one) => one.isStanding && !isOf(one, after));
    if (possible.every((one) => isOf(one, countedAfter)) && !isReportedByEach(counts, reported, i))
      violations.push({
        kind: 'lost',
        what: `${target} counted ${rule}: ${count.total}, which is reported nowhere`,
        at: count.at,
      });
    // Of what two instances decided from different sights only history tells that it is the same.
    if (new Set(own.map(({ id }) => id)).size > 1 && before === undefined && history.slack.canReadHistory)
      violations.push({
        kind: 'twice',
        what: `${target} counted ${rule}: ${count.total} once, and ${own.map(({ id }) => id).join(' and ')} tell of it`,
        at: count.at,
      });
  }
  return violations;
}

/** Whether all that was known may have been lost before Slack could take it for long enough. */
function mayBeForgotten(history: History, seen: Span): boolean {
  const by = takenBy(history, seen.to);
  return history.watch.forgot.some((at) => at >= seen.from && at <= by);
}

/** It may as well be about one of these. */
const isOf = ({ total, at }: ReportedCount, counts: readonly Count[]): boolean =>
  counts.some((each) => each.total === total && each.at <= at);

/** Whether as many tell of a total as there were counts of it: the first of them may have come after the last count. */
function isReportedByEach(counts: readonly Count[], reported: readonly ReportedCount[], i: number): boolean {
  const [total, at] = [counts[i]?.total, counts[i]?.at ?? 0];
  const tellings = new Set(reported.filter((one) => one.total === total && one.at >= at).map(({ id }) => id));
  return (
    tellings.size >= counts.slice(i).filter((each) => each.total === total && each.isOld !== true).length
  );
}

/** By when a total certainly was seen as a rise, as the last for long enough to be reported by itself; null where it may not. */
export function certainlySeenBy(
  { settings, watch, span }: History,
  counts: readonly Count[],
  i: number,
  heldMs: number,
): number | null {
  const count = counts[i];
  if (count === undefined) return null;
  const neededMs = 2 * settings.checkIntervalMs + momentsMs(settings);
  // What Redis loses cannot be seen any more.
  const lostAt = watch.lost.find((at) => at > count.at) ?? span.to;
  const next = Math.min(counts[i + 1]?.at ?? span.to, lostAt);
  const seen = stretchIn(watch.certain, { from: count.at, to: next }, neededMs + heldMs);
  if (seen === null) return null;
  const before = counts[i - 1];
  const since = Math.max(span.from, ...[...watch.lost, ...watch.forgot].filter((at) => at <= count.at));
  const seenBefore = { from: Math.max(since, before?.at ?? span.from), to: count.at };
  const isFirstSince = before === undefined || before.at < since || before.total > count.total;
  if (isFirstSince && since > span.from) return null;
  return stretchIn(watch.certain, seenBefore, neededMs) === null ? null : seen.from + neededMs + heldMs;
}

/** Whether the bot certainly knew by then that there is such a trader, and watched it. */
export const isFound = (history: History, trader: TraderHistory, at: number): boolean =>
  (trader.foundWithinMs ?? 0) === 0 || wasKnown(history, trader, signsOf(trader), at);

function switchViolations(history: History, trader: TraderHistory): Violation[] {
  const { target, switches } = trader;
  const { settings, watch, span } = history;
  const neededMs = 2 * settings.checkIntervalMs + momentsMs(settings);
  // A real order that no flag explains is reported too; what was ordered is not in the history.
  const ofOrders = `event:live_trading:${target}:orders:`;
  const ofSwitches = eventsOf(history, 'live_trading', target).filter(({ id }) => !id.startsWith(ofOrders));
  const reported = ofSwitches.map(({ id, at, text }) => ({
    id,
    at,
    enabled: !/now not enabled/.test(text),
    armed: !/, not armed/.test(text),
  }));
  const violations: Violation[] = [];
  for (const { id, at, enabled, armed } of reported)
    if (!switches.some((one) => one.at <= at && one.enabled === enabled && one.armed === armed))
      violations.push({ kind: 'false', what: `${id} reports switches that never were so`, at });
  for (const [i, one] of switches.entries()) {
    const before = switches[i - 1];
    const stood = { from: one.at, to: switches[i + 1]?.at ?? span.to };
    const seen = stretchIn(watch.certain, stood, neededMs);
    const wasSeenBefore = stretchIn(watch.certain, { from: before?.at ?? span.from, to: one.at }, neededMs);
    const isUnsure = [...watch.lost, ...watch.forgot].some(
      (at) => at >= (before?.at ?? span.from) && at <= stood.to,
    );
    const isNew = before === undefined ? one.enabled || one.armed : true;
    if (seen === null || wasSeenBefore === null || isUnsure || !isNew) continue;
    if (!isFound(history, trader, one.at)) continue;
    // A muted target says nothing of what only becomes safer.
    const isRisk = (one.enabled && before?.enabled !== true) || (one.armed && before?.armed !== true);
    if (!isRisk && mayBeMuted(history, trader, one.at, stood.to)) continue;
    const own = reported.filter(
      ({ at, enabled, armed }) => at >= one.at && enabled === one.enabled && armed === one.armed,
    );
    if (own.length === 0)
      violations.push({
        kind: 'lost',
        what: `${target} switched live trading at ${clock(one.at)}, which is reported nowhere`,
        at: one.at,
      });
  }
  return violations;
}

/** The events of a rule and target as they were reported, and by when they had happened: a late message says when it was seen. */
function eventsOf({ slack, settings }: History, rule: string, target: string) {
  const start = `event:${rule}:${target}:`;
  return slack.messages.flatMap((message) => {
    const id = idOf(message);
    const [first] = message.versions;
    const text = seenIn(first);
    const at = Math.min(first.at, detectedIn(text) + 1000 + settings.clockErrorMs);
    const isStanding = !wasRemovedAtOnce(message);
    return id.startsWith(start) ? [{ id, at, text, isStanding }] : [];
  });
}
