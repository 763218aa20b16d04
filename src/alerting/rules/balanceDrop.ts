import { z } from 'zod';
import { durationSchema, instant, isoSeconds, msBetween } from '../../lib/time';
import { moneyDetails } from '../observation/realMoney';
import type { Reason } from './reason';
import type { Condition, Rule, RuleInput, RuleResult } from './rule';

const settingsSchema = z
  .strictObject({
    percent: z.number().positive().max(100).default(5),
    within: durationSchema.prefault('5m'),
    day_percent: z.number().positive().max(100).default(10),
  })
  .transform(({ percent, within: withinMs, day_percent: dayPercent }) => ({ percent, withinMs, dayPercent }));
type Settings = z.output<typeof settingsSchema>;

const peakSchema = z.object({ at: instant, value: z.number() });

const memorySchema = z.object({
  /** The highest balance since each part of the time that counts, the oldest and highest first. */
  peaks: z.array(peakSchema),
  /** The local day of the last balance, and that balance. */
  last: z.object({ day: z.string(), value: z.number() }).nullable(),
  /** The last balance of the last local day before it with one. */
  previous: z.object({ day: z.string(), value: z.number() }).nullable(),
  /** From what it fell, and to what; null while it has not. */
  fall: z
    .object({ from: z.number(), to: z.number(), by: z.enum(['window', 'day']), since: instant })
    .nullable(),
});
type Memory = z.output<typeof memorySchema>;

/** So many parts of the time are told apart. */
const PARTS = 20;

/**
 * Whether a balance has lost much: `percent` of its highest within the last `within`, or `day_percent` of the last balance of
 * the day before. It has recovered when half of that is made good; a balance that is not reported changes nothing. A
 * withdrawal looks the same as a loss.
 */
export const balanceDrop: Rule<Memory, Settings> = {
  name: 'balance_drop',
  settingsSchema,
  memorySchema,
  evaluate(input: RuleInput<Memory, Settings>): RuleResult<Memory> {
    const { memory, snapshot, now, settings } = input;
    const balance = snapshot.totalBalance;
    const before = memory ?? { peaks: [], last: null, previous: null, fall: null };
    if (balance === null)
      return {
        memory: before,
        condition: { status: 'pending' },
        events: [],
        reason: { code: 'balance', balance: null, highest: null, dayBefore: null, fell: null },
      };
    const { day } = input;
    const previous = before.last !== null && before.last.day !== day ? before.last : before.previous;
    const peaks = withPeak(before.peaks, { at: now, value: balance }, settings.withinMs);
    const fall = fallOf(before.fall, balance, { peaks, previous }, input);
    return {
      memory: { peaks, last: { day, value: balance }, previous, fall },
      condition: conditionOf(fall, input),
      events: [],
      reason: reasonOf(balance, peaks, previous, fall),
    };
  },
  /** It follows from what is written. */
  changesAt: () => [],
};

/**
 * Those that are still within the time, with the new one; without a lower one before it, which is not the highest any
 * more. A lower one of the same part is passed over.
 */
function withPeak(peaks: Memory['peaks'], peak: Memory['peaks'][number], withinMs: number): Memory['peaks'] {
  const partOf = (at: Date): number => Math.floor(at.getTime() / (withinMs / PARTS));
  const kept = peaks.filter(
    ({ at, value }) => msBetween(at, peak.at) <= withinMs && at <= peak.at && value > peak.value,
  );
  return kept.some(({ at }) => partOf(at) === partOf(peak.at)) ? kept : [...kept, peak];
}

function fallOf(
  known: Memory['fall'],
  balance: number,
  { peaks, previous }: Pick<Memory, 'peaks' | 'previous'>,
  { now, settings }: RuleInput<Memory, Settings>,
): Memory['fall'] {
  const { percent, dayPercent } = settings;
  if (known !== null) {
    const limit = known.by === 'window' ? percent : dayPercent;
    if (balance >= known.from * (1 - limit / 200)) return null;
    // What was reported stays as it is until as much is lost again: else every check would edit the message.
    const isMore = balance <= known.to * (1 - limit / 100) && isFigure(known.from, balance);
    return isMore ? { ...known, to: balance } : known;
  }
  const highest = Math.max(...peaks.map(({ value }) => value));
  if (highest > 0 && balance <= highest * (1 - percent / 100) && isFigure(highest, balance))
    return { from: highest, to: balance, by: 'window', since: now };
  const day = previous?.value ?? 0;
  if (day > 0 && balance <= day * (1 - dayPercent / 100) && isFigure(day, balance))
    return { from: day, to: balance, by: 'day', since: now };
  return null;
}

/** Not of balances that no currency has, of which the loss is Infinity per cent. */
const isFigure = (from: number, to: number): boolean => Number.isFinite(((from - to) / from) * 100);

function conditionOf(
  fall: Memory['fall'],
  { observation, snapshot, settings }: RuleInput<Memory, Settings>,
): Condition {
  if (fall === null) return { status: 'ok' };
  return {
    status: 'firing',
    since: fall.since,
    details: {
      balance: fall.to,
      from: fall.from,
      by: fall.by,
      withinMs: settings.withinMs,
      fellAt: isoSeconds(fall.since),
      ...moneyDetails(observation.money, snapshot),
    },
  };
}

function reasonOf(
  balance: number,
  peaks: Memory['peaks'],
  previous: Memory['previous'],
  fall: Memory['fall'],
): Reason {
  const highest = Math.max(...peaks.map(({ value }) => value));
  const dayBefore = previous && { day: previous.day, balance: previous.value };
  return { code: 'balance', balance, highest, dayBefore, fell: fall && { from: fall.from, at: fall.since } };
}
