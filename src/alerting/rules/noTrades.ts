import { z } from 'zod';
import { addMs, durationSchema, instant, isoSeconds, later, msBetween } from '../../lib/time';
import { moneyDetails } from '../observation/realMoney';
import { isTimeZone, minutesOf } from '../silences/clockTimes';
import { occurrenceAt, WINDOW_DAYS } from '../silences/windows';
import { counterDelta, counterValueSchema } from './counterDelta';
import type { Reason } from './reason';
import type { Condition, Rule, RuleInput, RuleResult } from './rule';

const HOURS = /^(\d{1,2}:\d\d)-(\d{1,2}:\d\d)$/;
const timesIn = (hours: string): readonly [from: string, to: string] => {
  const [, from = '', to = ''] = HOURS.exec(hours) ?? [];
  return [from, to];
};
const areHours = (hours: string): boolean => {
  const [from, to] = timesIn(hours).map(minutesOf);
  return from != null && to != null && from !== to;
};
const ALL_DAY = '00:00-24:00';

const settingsSchema = z
  .strictObject({
    after: durationSchema.prefault('30m'),
    hours: z.string().refine(areHours).default(ALL_DAY),
    days: z.array(z.enum(WINDOW_DAYS)).min(1).optional(),
    zone: z.string().refine(isTimeZone).optional(),
  })
  .transform(({ after: afterMs, ...rest }) => ({ afterMs, ...rest }));
type Settings = z.output<typeof settingsSchema>;

const memorySchema = z.object({
  tradesTotal: counterValueSchema,
  tradesToday: counterValueSchema,
  /** The last trade that was seen; null where none was. */
  tradedAt: instant.nullable(),
  /** From when the time without a trade counts; null while it does not. */
  countedFrom: instant.nullable(),
  /** Reported, and no trade since. */
  isFiring: z.boolean(),
});
type Memory = z.output<typeof memorySchema>;

/**
 * Whether a trader that lives has made no trade for `after` during its trading hours, by its counters and its real orders.
 * Time outside these hours does not count, nor that in which it was down, or reported no counter; a counter that fell was
 * reset, and the time begins anew. It ends with the next trade, not with the hours.
 */
export const noTrades: Rule<Memory, Settings> = {
  name: 'no_trades',
  settingsSchema,
  memorySchema,
  evaluate(input: RuleInput<Memory, Settings>): RuleResult<Memory> {
    const { memory, snapshot, now, settings } = input;
    const before = memory ?? NOTHING_KNOWN;
    const steps = COUNTERS.map((name) => counterDelta(memory?.[name], snapshot[name]));
    const orderAt = input.observation.money.lastOrderAt;
    const isOrder =
      memory !== null && orderAt !== null && orderAt > (before.tradedAt ?? before.countedFrom ?? now);
    const hasTraded = isOrder || steps.some(({ did }) => did === 'rose' || did === 'appeared');
    const tradedAt = hasTraded ? now : before.tradedAt;
    const isReported = COUNTERS.some((name) => snapshot[name] !== null);
    const isReset = steps[0]?.did === 'fell' || (snapshot.tradesTotal === null && steps[1]?.did === 'fell');
    const hours = hoursAt(input);
    const counts = isReported && isUp(input) && hours !== null;
    const start = hasTraded || isReset || before.countedFrom === null ? now : before.countedFrom;
    const countedFrom = counts ? later(later(start, hours.from), input.continuousSince) : null;
    const isDue = countedFrom !== null && msBetween(countedFrom, now) >= settings.afterMs;
    const isFiring = !hasTraded && (isDue || before.isFiring);
    const next = {
      tradesTotal: snapshot.tradesTotal ?? before.tradesTotal,
      tradesToday: snapshot.tradesToday ?? before.tradesToday,
      ...{ tradedAt, countedFrom, isFiring },
    };
    return {
      memory: next,
      condition: conditionOf(next, isDue, input),
      events: [],
      reason: reasonOf(next, { isReported, isUp: isUp(input), isOpen: hours !== null }, input),
    };
  },
  changesAt: ({ countedFrom, isFiring }: Memory, { settings }): readonly Date[] =>
    countedFrom === null || isFiring ? [] : [addMs(countedFrom, settings.afterMs)],
};

const COUNTERS = ['tradesTotal', 'tradesToday'] as const;
const NOTHING_KNOWN: Memory = {
  ...{ tradesTotal: null, tradesToday: null, tradedAt: null, countedFrom: null, isFiring: false },
};

/** The trading hours that it is in now, with when they began: hours that follow one another are one. */
function hoursAt({ now, zone, settings }: RuleInput<Memory, Settings>): { readonly from: Date } | null {
  const [from, to] = timesIn(settings.hours);
  const window = { from, to, days: settings.days ?? null, zone: settings.zone ?? zone };
  let hours = occurrenceAt(window, now);
  for (let i = 0; hours !== null && i < WINDOW_DAYS.length; i++) {
    const before = occurrenceAt(window, addMs(hours.from, -1));
    if (before === null) break;
    hours = before;
  }
  return hours;
}

const isUp = ({ observation: { last }, now, downAfterMs }: RuleInput<Memory, Settings>): boolean =>
  last !== null && msBetween(last.writtenAt, now) <= downAfterMs;

function conditionOf(
  { isFiring, tradedAt, countedFrom }: Memory,
  isDue: boolean,
  { observation, snapshot, settings }: RuleInput<Memory, Settings>,
): Condition {
  if (!isFiring) return { status: 'ok' };
  if (!isDue || countedFrom === null) return { status: 'pending' };
  return {
    status: 'firing',
    since: countedFrom,
    details: {
      countedFrom: isoSeconds(countedFrom),
      lastTrade: tradedAt === null ? null : isoSeconds(tradedAt),
      afterMs: settings.afterMs,
      ...moneyDetails(observation.money, snapshot),
    },
  };
}

function reasonOf(
  { tradesTotal, tradedAt, countedFrom }: Memory,
  {
    isReported,
    isUp,
    isOpen,
  }: { readonly isReported: boolean; readonly isUp: boolean; readonly isOpen: boolean },
  { now, settings }: RuleInput<Memory, Settings>,
): Reason {
  return {
    code: 'trades',
    status: !isReported ? 'not_reported' : !isUp ? 'down' : isOpen ? 'counting' : 'closed',
    total: tradesTotal,
    tradedAt,
    quietMs: countedFrom === null ? null : Math.max(0, msBetween(countedFrom, now)),
    afterMs: settings.afterMs,
  };
}
