import { z } from 'zod';
import { addMs, durationSchema, instant, isoSeconds, later, msBetween } from '../../lib/time';
import type { WatchedFeed } from '../../monitors/records/watchedRecords';
import { moneyDetails } from '../observation/realMoney';
import type { Reason } from './reason';
import type { Condition, Deadlines, Rule, RuleInput, RuleResult } from './rule';

const settingsSchema = z
  .strictObject({ after: durationSchema.prefault('60s'), ignore: z.array(z.string().min(1)).default([]) })
  .transform(({ after: afterMs, ignore }) => ({ afterMs, ignore }));
type Settings = z.output<typeof settingsSchema>;

const exchangeSchema = z.object({
  exchange: z.string(),
  /** Of some of its prices, what follows `prices:` in their keys. */
  keys: z.array(z.string()),
  /** When a price of it was last written, by our clock. */
  lastAt: instant,
  isMissing: z.boolean(),
});
type Exchange = z.output<typeof exchangeSchema>;

const memorySchema = z.object({
  exchanges: z.array(exchangeSchema),
  /** Since when any exchange had prices, without a break; null while none has. */
  activeSince: instant.nullable(),
});
type Memory = z.output<typeof memorySchema>;

/** Of a trader that was down for so long, in ms, no exchange is expected any more. */
const EXPECTED_FOR_MS = 86_400_000;
/** So many prices of one exchange are remembered: one of them tells that it is back. */
const MAX_KEYS = 5;
const MAX_EXCHANGES = 20;
const MAX_NAMED = 5;

/**
 * Whether an exchange has no prices though others have: it had one, and has had none for `after`, of watching without a gap,
 * in which another always had one that is younger. Where no exchange has any, the trader may be down, and nothing changes;
 * when it is back, each exchange has the same time again. It is well with its next price. A price that cannot be read, or of which nothing tells when it was written, proves nothing.
 */
export const priceFeed: Rule<Memory, Settings> = {
  name: 'price_feed',
  settingsSchema,
  memorySchema,
  evaluate(input: RuleInput<Memory, Settings>): RuleResult<Memory> {
    const { memory, records, now, settings } = input;
    const before = memory?.exchanges ?? [];
    const known = records === null ? before : updated(before, records.feeds, now, settings);
    const isFresh = ({ lastAt }: Exchange) => msBetween(lastAt, now) < settings.afterMs;
    const doubtful = new Set((records?.feeds ?? []).filter(isDoubtful).map(({ exchange }) => exchange));
    const isActive = known.some(isFresh);
    const activeSince =
      records === null ? (memory?.activeSince ?? null) : isActive ? (memory?.activeSince ?? now) : null;
    const counting = { ...input, activeSince };
    const isLate = (each: Exchange) =>
      records !== null &&
      isActive &&
      !isFresh(each) &&
      !doubtful.has(each.exchange) &&
      msBetween(countedFrom(each, counting), now) >= settings.afterMs;
    const exchanges = known.map((each) => ({
      ...each,
      // One that was missing is so until it has a price.
      isMissing: isLate(each) || (each.isMissing && !isFresh(each)),
    }));
    return {
      memory: { exchanges, activeSince },
      condition: conditionOf(before, exchanges, known.some(isLate), input),
      events: [],
      reason: reasonOf(exchanges, now, settings),
    };
  },
  changesAt({ exchanges, activeSince }: Memory, deadlines: Deadlines<Settings>): readonly Date[] {
    return exchanges.flatMap((each) =>
      each.isMissing
        ? []
        : [addMs(countedFrom(each, { ...deadlines, activeSince }), deadlines.settings.afterMs)],
    );
  },
  remembers: ({ exchanges }: Memory) => ({ prices: exchanges.flatMap(({ keys }) => keys) }),
};

/** Prices that were lost with Redis's data, or may have been written while nobody looked, are given the same time again. */
const countedFrom = (
  { lastAt }: Exchange,
  {
    continuousSince,
    lostAt,
    activeSince,
  }: Pick<Deadlines<Settings>, 'continuousSince' | 'lostAt'> & Pick<Memory, 'activeSince'>,
): Date => [continuousSince, lostAt ?? lastAt, activeSince ?? lastAt].reduce(later, lastAt);

const isDoubtful = ({ state, writtenAt }: WatchedFeed): boolean =>
  state === 'unreadable' || (state === 'there' && writtenAt === null);

const keyOf = ({ exchange, symbol }: WatchedFeed): string => `${exchange}:${symbol}`;

/** With what was read; without those that are no longer expected. */
function updated(
  before: readonly Exchange[],
  feeds: readonly WatchedFeed[],
  now: Date,
  { ignore }: Settings,
): Exchange[] {
  const byName = new Map(before.map((each) => [each.exchange, each]));
  for (const feed of feeds) {
    const { exchange, state, writtenAt } = feed;
    if (state !== 'there' || writtenAt === null) continue;
    const known = byName.get(exchange) ?? { exchange, keys: [], lastAt: writtenAt, isMissing: false };
    const isNewer = writtenAt >= known.lastAt;
    const keys = known.keys.includes(keyOf(feed))
      ? known.keys
      : known.keys.length < MAX_KEYS
        ? [...known.keys, keyOf(feed)]
        : known.keys;
    byName.set(exchange, { ...known, keys, lastAt: isNewer ? writtenAt : known.lastAt });
  }
  return [...byName.values()]
    .filter(
      ({ exchange, isMissing, lastAt }) =>
        !ignore.includes(exchange) && (isMissing || msBetween(lastAt, now) < EXPECTED_FOR_MS),
    )
    .sort((a, b) => (a.exchange < b.exchange ? -1 : 1))
    .slice(0, MAX_EXCHANGES);
}

function conditionOf(
  before: readonly Exchange[],
  exchanges: readonly Exchange[],
  isAnyLate: boolean,
  { observation, snapshot }: RuleInput<Memory, Settings>,
): Condition | null {
  const missing = exchanges
    .filter(({ isMissing }) => isMissing)
    .sort((a, b) => a.lastAt.getTime() - b.lastAt.getTime());
  const [first] = missing;
  const were = before.filter(({ isMissing }) => isMissing).map(({ exchange }) => exchange);
  // They are ignored now.
  const isNoneExpected = were.length > 0 && !exchanges.some(({ exchange }) => were.includes(exchange));
  if (first === undefined) return isNoneExpected ? null : { status: 'ok' };
  if (!isAnyLate) return { status: 'pending' };
  const named = missing.slice(0, MAX_NAMED);
  return {
    status: 'firing',
    since: first.lastAt,
    details: {
      missing: missing.length,
      exchanges: exchanges.length,
      ...Object.fromEntries(named.map(({ exchange }, i) => [`exchange${i + 1}`, exchange])),
      lastPrice: isoSeconds(first.lastAt),
      ...moneyDetails(observation.money, snapshot),
    },
  };
}

function reasonOf(exchanges: readonly Exchange[], now: Date, { afterMs }: Settings): Reason {
  const ages = exchanges.map(({ exchange, lastAt }) => ({
    exchange,
    ageMs: Math.max(0, msBetween(lastAt, now)),
  }));
  return { code: 'prices', exchanges: ages, afterMs };
}
