import { z } from 'zod';
import { addMs, durationSchema, earlier, instant, isoSeconds, later, msBetween } from '../../lib/time';
import type { ProblemOrder } from '../../monitors/records/watchedRecords';
import { moneyDetails } from '../observation/realMoney';
import type { Details } from './details';
import type { Reason } from './reason';
import type { Deadlines, Rule, RuleEvent, RuleInput, RuleResult } from './rule';

const settingsSchema = z
  .strictObject({
    partial_after: durationSchema.prefault('30s'),
    group_interval: durationSchema.prefault('5m'),
  })
  .transform(({ partial_after: partialAfterMs, group_interval: groupIntervalMs }) => ({
    partialAfterMs,
    groupIntervalMs,
  }));
type Settings = z.output<typeof settingsSchema>;

const reportSchema = z.object({
  rejected: z.number(),
  partial: z.number(),
  /** Those that are named: of alike ones the first. */
  named: z.array(
    z.object({
      /** So many are alike: of the same status, exchange, symbol and side. */
      count: z.number(),
      id: z.string(),
      status: z.enum(['rejected', 'partially_filled']),
      exchange: z.string().nullable(),
      symbol: z.string().nullable(),
      side: z.string().nullable(),
      quantity: z.number().nullable(),
      filledQuantity: z.number().nullable(),
      at: instant,
    }),
  ),
});
type Report = z.output<typeof reportSchema>;

const memorySchema = z.object({
  /** What was written until then is reported, or was there when watching began. */
  from: instant,
  /** The orders that were reported, or are held back, the oldest first. */
  reported: z.array(z.object({ id: z.string(), at: instant })),
  /** Orders that were filled in part, and may still be filled. */
  waiting: z.array(z.object({ id: z.string(), since: instant })),
  heldBack: reportSchema,
  reportedAt: instant.nullable(),
});
type Memory = z.output<typeof memorySchema>;

type DatedOrder = ProblemOrder & { readonly writtenAt: Date };

/** So many kinds of orders are named in one message. */
const MAX_NAMED = 5;
/** The ids of so many are remembered; of more, that those written until then are reported. */
const MAX_REMEMBERED = 200;
const MAX_WAITING = 100;
/** An order's key is there for a day, in ms. */
const KEPT_MS = 25 * 3_600_000;
const NO_REPORT: Report = { rejected: 0, partial: 0, named: [] };

/**
 * Reports an order that was rejected, or was filled in part and not filled further within `partial_after`: once, the first
 * at once and those of the next `group_interval` together afterwards. One that was written before the target was watched is
 * none, nor is one of which nothing tells when it was written, or whose status cannot be understood.
 */
export const orderProblem: Rule<Memory, Settings> = {
  name: 'order_problem',
  settingsSchema,
  memorySchema,
  evaluate(input: RuleInput<Memory, Settings>): RuleResult<Memory> {
    const { memory, records, now, settings } = input;
    const known = memory ?? { ...NOTHING_KNOWN, from: now };
    const { due, waiting } = records === null ? { due: [], waiting: known.waiting } : sorted(known, input);
    const report = added(known.heldBack, due);
    const isGrouped =
      known.reportedAt !== null &&
      Math.abs(msBetween(known.reportedAt, now)) < settings.groupIntervalMs &&
      countOf(report) > 0;
    const isReported = countOf(report) > 0 && !isGrouped;
    const hasChanged = memory === null || due.length > 0 || isReported || !isSame(waiting, known.waiting);
    const next = {
      ...remembered(known, due, now),
      waiting,
      heldBack: isReported ? NO_REPORT : report,
      reportedAt: isReported ? now : known.reportedAt,
    };
    return {
      memory: hasChanged ? next : known,
      condition: null,
      events: isReported ? [eventOf(report, input)] : [],
      reason: reasonOf(records === null ? null : records.orders.length, next),
    };
  },
  changesAt: (
    { waiting, heldBack, reportedAt }: Memory,
    { settings }: Deadlines<Settings>,
  ): readonly Date[] => [
    ...waiting.map(({ since }) => addMs(since, settings.partialAfterMs)),
    ...(countOf(heldBack) > 0 && reportedAt !== null ? [addMs(reportedAt, settings.groupIntervalMs)] : []),
  ],
  remembers: ({ waiting }: Memory) => ({ orders: waiting.map(({ id }) => id) }),
};

const NOTHING_KNOWN = { reported: [], waiting: [], heldBack: NO_REPORT, reportedAt: null };

const countOf = ({ rejected, partial }: Report): number => rejected + partial;

const isSame = (a: Memory['waiting'], b: Memory['waiting']): boolean =>
  a.length === b.length && a.every(({ id }, i) => id === b[i]?.id);

const isDated = (order: ProblemOrder): order is DatedOrder => order.writtenAt !== null;

/** Those that are to be reported now, the oldest first, and those that may still be filled. */
function sorted(
  known: Memory,
  { records, now, settings }: RuleInput<Memory, Settings>,
): { readonly due: readonly DatedOrder[]; readonly waiting: Memory['waiting'] } {
  const reported = new Set(known.reported.map(({ id }) => id));
  const since = new Map(known.waiting.map((each) => [each.id, each.since]));
  const isNew = ({ id, writtenAt }: DatedOrder) =>
    !reported.has(id) && (since.has(id) || writtenAt > known.from);
  const fresh = (records?.orders ?? []).filter(isDated).filter(isNew);
  const begun = ({ id, writtenAt }: DatedOrder) => earlier(since.get(id) ?? writtenAt, now);
  const mayBeFilled = (order: DatedOrder) =>
    order.status === 'partially_filled' && msBetween(begun(order), now) < settings.partialAfterMs;
  return {
    due: fresh
      .filter((order) => !mayBeFilled(order))
      .sort((a, b) => a.writtenAt.getTime() - b.writtenAt.getTime()),
    waiting: fresh
      .filter(mayBeFilled)
      .slice(0, MAX_WAITING)
      .map((order) => ({ id: order.id, since: begun(order) })),
  };
}

/** What was reported, and with more than is remembered by name until when all of it was. */
function remembered(
  { from, reported }: Memory,
  due: readonly DatedOrder[],
  now: Date,
): Pick<Memory, 'from' | 'reported'> {
  const all = [...reported, ...due.map(({ id, writtenAt }) => ({ id, at: writtenAt }))].sort(
    (a, b) => a.at.getTime() - b.at.getTime(),
  );
  const kept = all.slice(-MAX_REMEMBERED).filter(({ at }) => msBetween(at, now) < KEPT_MS);
  const dropped = all.at(-kept.length - 1);
  return { from: dropped === undefined ? from : later(from, dropped.at), reported: kept };
}

const added = (report: Report, due: readonly DatedOrder[]): Report => ({
  rejected: report.rejected + due.filter(({ status }) => status === 'rejected').length,
  partial: report.partial + due.filter(({ status }) => status === 'partially_filled').length,
  named: due.reduce(withNamed, report.named),
});

const kindOf = ({ status, exchange, symbol, side }: Omit<ProblemOrder, 'writtenAt'>): string =>
  JSON.stringify([status, exchange, symbol, side]);

function withNamed(named: Report['named'], { writtenAt, ...order }: DatedOrder): Report['named'] {
  const alike = named.find((each) => kindOf(each) === kindOf(order));
  if (alike !== undefined)
    return named.map((each) => (each === alike ? { ...each, count: each.count + 1 } : each));
  return named.length < MAX_NAMED ? [...named, { ...order, count: 1, at: writtenAt }] : named;
}

function eventOf(report: Report, { observation, snapshot }: RuleInput<Memory, Settings>): RuleEvent {
  const { rejected, partial, named } = report;
  const orders = named.map(
    ({ count, id, status, exchange, symbol, side, quantity, filledQuantity, at }, i): Details => {
      const n = i + 1;
      return {
        ...{
          [`count${n}`]: count,
          [`id${n}`]: id,
          [`status${n}`]: status,
          [`exchange${n}`]: exchange,
          [`symbol${n}`]: symbol,
        },
        ...{ [`side${n}`]: side, [`quantity${n}`]: quantity, [`filled${n}`]: filledQuantity },
        [`at${n}`]: isoSeconds(at),
      };
    },
  );
  return {
    key: named[0]?.id ?? 'orders',
    level: 'normal',
    details: Object.assign({ rejected, partial }, ...orders, moneyDetails(observation.money, snapshot)),
  };
}

function reasonOf(found: number | null, { waiting, heldBack, reported, reportedAt }: Memory): Reason {
  return {
    code: 'orders',
    found,
    reported: reported.length - countOf(heldBack),
    reportedAt,
    heldBack: countOf(heldBack),
    waiting: waiting.length,
  };
}
