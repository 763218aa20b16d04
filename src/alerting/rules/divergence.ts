import { z } from 'zod';
import { durationSchema, instant, isoSeconds, msBetween } from '../../lib/time';
import { moneyDetails } from '../observation/realMoney';
import { lastOf } from '../observation/targetObservation';
import { whyMissing } from './missingValue';
import type { NotCompared, Reason } from './reason';
import type { Condition, ObservedSide, Rule, RuleInput, RuleResult } from './rule';

const settingsSchema = z
  .strictObject({
    points: z.number().positive().default(2),
    within: durationSchema.prefault('24h'),
  })
  .transform(({ points, within: withinMs }) => ({ points, withinMs }));
type Settings = z.output<typeof settingsSchema>;

const sideSchema = z.object({ balance: z.number(), writtenAt: instant });
type Side = z.output<typeof sideSchema>;
const pairSchema = z.object({ live: z.number(), paper: z.number() });
type Pair = z.output<typeof pairSchema>;

const memorySchema = z.object({
  /** The last balances of both that were compared. */
  last: z.object({ live: sideSchema, paper: sideSchema }).nullable(),
  /** By what both multiplied in each part of the time, as far as both ran, and for how long that was, in ms; the oldest first. */
  parts: z.array(pairSchema.extend({ from: instant, ms: z.number() })),
  /** With which changes in per cent it was reported; null while it is not. */
  reported: pairSchema.extend({ since: instant, ms: z.number() }).nullable(),
});
type Memory = z.output<typeof memorySchema>;

/** So many parts of the time are told apart. */
const PARTS = 48;

/**
 * Whether the balances of a live trader and of the paper trader of the same env change differently: by `points` percentage
 * points or more within the last `within`. Only the changes from one write to the next of both count: not those across a
 * time in which either was down, or was not watched. It is well when half of that is left; where either reports nothing,
 * nothing changes. A deposit or a withdrawal looks the same.
 */
export const divergence: Rule<Memory, Settings> = {
  name: 'divergence',
  settingsSchema,
  memorySchema,
  evaluate(input: RuleInput<Memory, Settings>): RuleResult<Memory> {
    const { snapshot, observation } = input;
    const memory = input.memory ?? NOTHING_KNOWN;
    if (snapshot.mode !== 'live') return result(NOTHING_KNOWN, null, { code: 'only_live_is_compared' });
    const paper = input.paper();
    if (paper === 'not_observed') return result(memory, undecided(memory), { code: 'paper_not_read' });
    const live = sideOf('live', { snapshot, observation }, input);
    const other = sideOf('paper', paper, input);
    if ('why' in live || 'why' in other) {
      const missing = [live, other].filter((side) => 'why' in side);
      return result(memory, undecided(memory), { code: 'not_compared', missing });
    }
    const next = updated(memory, { live, paper: other }, input);
    return result(next, conditionOf(next, input), reasonOf(next, input));
  },
  /** It follows from what is written. */
  changesAt: () => [],
};

const NOTHING_KNOWN: Memory = { last: null, parts: [], reported: null };

const undecided = ({ reported }: Memory): Condition => ({ status: reported === null ? 'ok' : 'pending' });

/** Its balance, and when that was written; or why there is none. */
function sideOf(
  which: NotCompared['side'],
  side: ObservedSide | null,
  { now, downAfterMs }: RuleInput<Memory, Settings>,
): Side | NotCompared {
  const without = (why: NotCompared['why'], balance: number | null = null, ageMs: number | null = null) => ({
    ...{ side: which, why, balance, ageMs },
  });
  if (side === null) return without('absent');
  const { snapshot, observation } = side;
  const { totalBalance: balance } = snapshot;
  const records = Object.values(observation.signs.records).filter(({ kind }) => kind === 'portfolio');
  const writtenAt = lastOf(records)?.writtenAt ?? null;
  if (balance === null) return without(whyMissing(snapshot, 'totalBalance'));
  if (!(balance > 0 && Number.isFinite(balance))) return without('not_positive', balance);
  if (writtenAt === null) return without('never_written', balance);
  const ageMs = msBetween(writtenAt, now);
  if (ageMs > downAfterMs) return without('old', balance, ageMs);
  return { balance, writtenAt };
}

function updated(
  memory: Memory,
  sides: { readonly live: Side; readonly paper: Side },
  input: RuleInput<Memory, Settings>,
): Memory {
  const { now, settings, downAfterMs } = input;
  const { last } = memory;
  const partMs = settings.withinMs / PARTS;
  const kept = memory.parts.filter(({ from }) => from <= now && msBetween(from, now) < settings.withinMs);
  const gapOf = (side: 'live' | 'paper') =>
    last === null ? Infinity : msBetween(last[side].writtenAt, sides[side].writtenAt);
  const gaps = [gapOf('live'), gapOf('paper')];
  const isWritten = gaps.every((ms) => ms > 0);
  if (last !== null && !isWritten) return withReported({ ...memory, parts: kept }, input);
  const change = {
    live: sides.live.balance / (last?.live.balance ?? Number.NaN),
    paper: sides.paper.balance / (last?.paper.balance ?? Number.NaN),
  };
  const counts = gaps.every((ms) => ms <= downAfterMs) && isUsable(change);
  const parts = counts ? withChange(kept, { ...change, ms: Math.min(...gaps) }, now, partMs) : kept;
  return withReported({ ...memory, last: sides, parts }, input);
}

const isUsable = ({ live, paper }: Pair): boolean =>
  [live, paper].every((factor) => factor > 0 && Number.isFinite(factor));

/** Added to the part of the time that it is now. */
function withChange(
  parts: Memory['parts'],
  { live, paper, ms }: Pair & { readonly ms: number },
  now: Date,
  partMs: number,
): Memory['parts'] {
  const from = new Date(Math.floor(now.getTime() / partMs) * partMs);
  const current = parts.find((part) => part.from.getTime() === from.getTime());
  if (current === undefined) return [...parts, { from, live, paper, ms }];
  const sum = { from, live: current.live * live, paper: current.paper * paper, ms: current.ms + ms };
  return isUsable(sum) ? parts.map((part) => (part === current ? sum : part)) : parts;
}

/** What both changed by in per cent, and in how long, in ms. */
function changesOf({ parts }: Memory): Pair & { readonly ms: number } {
  const product = (side: 'live' | 'paper') => parts.reduce((all, part) => all * part[side], 1);
  const percent = (factor: number) => (factor - 1) * 100;
  return {
    live: percent(product('live')),
    paper: percent(product('paper')),
    ms: parts.reduce((all, { ms }) => all + ms, 0),
  };
}

const pointsOf = ({ live, paper }: Pair): number => Math.abs(live - paper);

function withReported(memory: Memory, { now, settings }: RuleInput<Memory, Settings>): Memory {
  const { reported } = memory;
  const changes = changesOf(memory);
  const points = pointsOf(changes);
  // Of balances that no currency has.
  if (!Number.isFinite(points)) return { ...memory, reported: null };
  if (reported === null)
    return points >= settings.points ? { ...memory, reported: { ...changes, since: now } } : memory;
  if (points < settings.points / 2) return { ...memory, reported: null };
  // What was reported stays until as much is added: else every check would edit the message.
  const isFarther = points >= pointsOf(reported) + settings.points;
  return isFarther ? { ...memory, reported: { ...changes, since: reported.since } } : memory;
}

function conditionOf(
  { reported }: Memory,
  { observation, snapshot, settings }: RuleInput<Memory, Settings>,
): Condition {
  if (reported === null) return { status: 'ok' };
  const { live, paper, ms, since } = reported;
  return {
    status: 'firing',
    since,
    details: {
      ...{ live, paper, comparedMs: ms, withinMs: settings.withinMs, divergedAt: isoSeconds(since) },
      ...moneyDetails(observation.money, snapshot),
    },
  };
}

function reasonOf(memory: Memory, { settings }: RuleInput<Memory, Settings>): Reason {
  const { live, paper, ms } = changesOf(memory);
  const { withinMs, points } = settings;
  return { code: 'compared', comparedMs: ms, withinMs, livePercent: live, paperPercent: paper, points };
}

const result = (memory: Memory, condition: Condition | null, reason: Reason): RuleResult<Memory> => ({
  memory,
  condition,
  events: [],
  reason,
});
