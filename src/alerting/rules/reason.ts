import { z } from 'zod';
import { instant } from '../../lib/time';

const count = z.number().nullable();
const at = instant.nullable();

/** A value that is null, and why: nobody wrote it, or what was written could not be understood. */
const missing = z.enum(['not_reported', 'not_understood']);
const flag = z.union([z.boolean(), missing]);

/** Why one of two traders is not compared. */
const notComparedSchema = z.object({
  side: z.enum(['live', 'paper']),
  why: z.enum(['absent', 'not_reported', 'not_understood', 'not_positive', 'never_written', 'old']),
  balance: count,
  /** Since it was last written, in ms. */
  ageMs: count,
});

const of = <Code extends string, Facts extends z.ZodRawShape>(code: Code, facts: Facts) =>
  z.object({ code: z.literal(code), ...facts });

/** What a rule based its verdict on, for the log and for `/arb-alerts why`; the catalogue words it. Durations in ms. */
export const reasonSchema = z.discriminatedUnion('code', [
  of('never_signed', {}),
  of('waiting_for_first_sign', {
    waitedMs: z.number(),
    evidence: z.enum(['flags', 'orders', 'configured']),
    afterMs: z.number(),
  }),
  of('last_sign', {
    /** Null where none was ever observed. */
    sign: z
      .object({ kind: z.enum(['heartbeat', 'portfolio']), component: z.string().nullable(), at: instant })
      .nullable(),
    found: z.enum(['recent', 'data_lost', 'silent', 'still_down', 'one_sign', 'recovered']),
    quietMs: count,
    afterMs: z.number(),
  }),
  of('no_heartbeat_expected', {}),
  of('signs_incomplete', {}),
  of('heartbeat_behind', {
    heartbeatAt: instant,
    component: z.string().nullable(),
    behindMs: z.number(),
    afterMs: z.number(),
  }),
  of('portfolio_behind', { portfolioAt: instant, behindMs: z.number(), afterMs: z.number() }),
  of('breaker', { trips: z.union([z.number(), missing]), active: flag }),
  of('live_flags', { enabled: flag, armed: flag }),
  of('violations', { counted: z.union([z.number(), missing]), reported: count, isHeldBack: z.boolean() }),
  of('counters', { fell: z.array(z.object({ counter: z.string(), from: z.number(), to: z.number() })) }),
  of('balance', {
    /** Null where none is reported, and then nothing else is given. */
    balance: count,
    highest: count,
    dayBefore: z.object({ day: z.string(), balance: z.number() }).nullable(),
    fell: z.object({ from: z.number(), at: instant }).nullable(),
  }),
  of('exposure', { rate: count, abovePercent: z.number(), forMs: z.number() }),
  of('trades', {
    status: z.enum(['not_reported', 'down', 'closed', 'counting']),
    total: count,
    tradedAt: at,
    quietMs: count,
    afterMs: z.number(),
  }),
  of('orders', {
    /** Null where no order is known. */
    found: count,
    reported: z.number(),
    reportedAt: at,
    heldBack: z.number(),
    waiting: z.number(),
  }),
  of('prices', {
    exchanges: z.array(z.object({ exchange: z.string(), ageMs: z.number() })),
    afterMs: z.number(),
  }),
  of('only_live_is_compared', {}),
  of('paper_not_read', {}),
  of('not_compared', { missing: z.array(notComparedSchema) }),
  of('compared', {
    ...{ comparedMs: z.number(), withinMs: z.number() },
    ...{ livePercent: z.number(), paperPercent: z.number(), points: z.number() },
  }),
  of('uptime', { upMs: z.number(), watchedMs: z.number() }),
]);

export type Reason = z.output<typeof reasonSchema>;
export type NotCompared = z.output<typeof notComparedSchema>;
