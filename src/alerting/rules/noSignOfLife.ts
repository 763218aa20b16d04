import { z } from 'zod';
import { addMs, durationSchema, instant, isoSeconds, later, msBetween } from '../../lib/time';
import { HEARTBEAT_TTL_MS } from '../../state/keys';
import { moneyDetails } from '../observation/realMoney';
import type { WrittenSign } from '../observation/targetObservation';
import { BEAT_MS, silenceStart } from './gracePeriod';
import type { Reason } from './reason';
import type { Condition, Deadlines, Rule, RuleInput, RuleResult } from './rule';

const settingsSchema = z
  .strictObject({ stale_after: durationSchema.prefault('90s') })
  .transform(({ stale_after: staleAfterMs }) => ({ staleAfterMs }));
type Settings = z.output<typeof settingsSchema>;
type Input = RuleInput<Memory, Settings>;

const memorySchema = z.object({
  /** `unseen`: no sign was ever observed. */
  state: z.enum(['unseen', 'fresh', 'stale']),
  /** Since when it is stale: the last sign before, or since when one was waited for. */
  staleSince: instant.nullable(),
  /** It went stale though no sign of it was ever observed. */
  isUnseen: z.boolean(),
  /** The first new sign since it went stale, which alone is no recovery. */
  firstSign: instant.nullable(),
  /** Since when there is evidence that it should run; null while there is none, or a sign was observed. */
  expectedSince: instant.nullable(),
  evaluatedAt: instant,
  /** From when the time without another sign is counted; null while it is not. */
  countedFrom: instant.nullable(),
  /** The last time the bot could not watch, since the last sign. */
  unwatched: z.object({ from: instant, to: instant }).nullable(),
});
type Memory = z.output<typeof memorySchema>;

/** Away for less than this needs no mention, in ms: a heartbeat's key outlives it. */
const UNWATCHED_TOLD_MS = HEARTBEAT_TTL_MS;
/** Clocks this far apart are worth telling, in ms. */
const SKEW_TOLD_MS = 5_000;
/** One that gave its last sign before, in ms, and was not stale then, may have been stopped long ago. */
export const EXPECTED_FOR_MS = 7 * 86_400_000;

/**
 * Whether a trader gives any sign of life: unseen (never a sign) → fresh → stale → fresh.
 *
 * A trader goes stale when
 * 1. a write of a sign that it is expected to give was observed in the last 7 days, or there is evidence that it should
 *    run: a flag of a live trader, a real order of the last day, an entry in the configuration;
 * 2. no new write of any such sign was observed for `stale_after`, counted from the last one, or from when the bot began to
 *    watch without a gap, or from when there was evidence, whichever is latest (`silenceStart`): so each target has
 *    one whole `stale_after` after the bot was away;
 * 3. and it is fresh or unseen: one that was stale before stays so, and gets no such time;
 * 4. and Redis has not lost data in the last minute, or `stale_after` where that is shorter: who lives writes anew by then.
 *
 * It is fresh again when
 * 5. a new write was observed, which leaves it undecided;
 * 6. a second, different one was observed in a later check, written 5 s after the first or more (a third of `stale_after`, where
 *    that is less), with no `stale_after` of silence between the two.
 *
 * What a new write is, `observeSigns` says. The trader's own clock plays no part.
 */
export const noSignOfLife: Rule<Memory, Settings> = {
  name: 'no_sign_of_life',
  settingsSchema,
  memorySchema,
  evaluate(input: Input): RuleResult<Memory> {
    const { memory, continuousSince, observation, now } = input;
    const unwatched = observation.isWritten
      ? null
      : (gapSince(memory, later(continuousSince, input.seenAliveAt ?? continuousSince)) ??
        memory?.unwatched ??
        null);
    const before = { ...(memory ?? START), evaluatedAt: now, unwatched };
    const { last } = observation;
    if (before.state === 'stale') return stillStale(before, last, input);
    if (last === null || msBetween(last.writtenAt, now) > EXPECTED_FOR_MS) return neverSeen(before, input);
    return goingOn(before, memory?.evaluatedAt ?? null, last, input);
  },
  changesAt(memory: Memory, deadlines: Deadlines<Settings>): readonly Date[] {
    const { state, firstSign, expectedSince, countedFrom } = memory;
    const { continuousSince, lostAt, settings } = deadlines;
    const { staleAfterMs } = settings;
    if (state === 'stale') {
      const last = firstSign === null ? null : deadlines.last();
      if (firstSign === null || last === null) return [];
      // Whoever lives has given the second sign by the first of the two, and else is silent again at the other.
      return [
        addMs(firstSign, secondSignAfterMs(settings) + BEAT_MS),
        silentAt(last.writtenAt, staleAfterMs),
      ];
    }
    const from = expectedSince === null ? countedFrom : later(expectedSince, continuousSince);
    if (from === null) return [];
    const silent = silentAt(from, staleAfterMs);
    return [lostAt === null ? silent : later(silent, addMs(lostAt, graceAfterLossMs(settings)))];
  },
};

/** It must have been silent for longer than that. */
const silentAt = (from: Date, staleAfterMs: number): Date => addMs(from, staleAfterMs + 1);

/** So much later was the second sign of a recovery written, in ms: it takes as long, however often is checked. */
const SECOND_SIGN_AFTER_MS = 5_000;

const secondSignAfterMs = ({ staleAfterMs }: Settings): number =>
  Math.min(SECOND_SIGN_AFTER_MS, staleAfterMs / 3);

const START = {
  state: 'unseen',
  staleSince: null,
  isUnseen: false,
  firstSign: null,
  expectedSince: null,
  countedFrom: null,
} as const;

const result = (memory: Memory, condition: Condition, reason: Reason): RuleResult<Memory> => ({
  memory,
  condition,
  events: [],
  reason,
});

/** No sign was ever observed: it is down only where there is evidence that it should run. */
function neverSeen(before: Memory, input: Input): RuleResult<Memory> {
  const { observation, continuousSince, now, settings } = input;
  const { evidence } = observation;
  if (evidence === null)
    return result({ ...before, expectedSince: null }, { status: 'pending' }, { code: 'never_signed' });
  const expectedSince = before.expectedSince ?? now;
  const from = later(expectedSince, continuousSince);
  const waitedMs = msBetween(from, now);
  const { staleAfterMs: afterMs } = settings;
  const reason = { code: 'waiting_for_first_sign', waitedMs, evidence, afterMs } as const;
  const next = { ...before, expectedSince };
  if (waitedMs <= settings.staleAfterMs || hasJustLost(input))
    return result(next, { status: 'pending' }, reason);
  const stale = { ...next, state: 'stale', staleSince: from, isUnseen: true, firstSign: null } as const;
  return result(stale, down(stale, input), reason);
}

function goingOn(
  before: Memory,
  evaluatedAt: Date | null,
  last: WrittenSign,
  input: Input,
): RuleResult<Memory> {
  const { now, settings } = input;
  const seenAt = later(last.writtenAt, input.seenAliveAt ?? last.writtenAt);
  const stillness = { last: seenAt, countedFrom: before.countedFrom, evaluatedAt };
  const counted = silenceStart(stillness, input, settings.staleAfterMs);
  // What is remembered was written down by another instance, perhaps, whose clock differs from ours.
  const quietMs = Math.max(0, msBetween(counted, now));
  const next = { ...before, countedFrom: counted, expectedSince: null };
  const reason = (found: LastSignReason['found']) => lastSignReason(last, found, quietMs, settings);
  if (quietMs <= settings.staleAfterMs)
    return result({ ...next, state: 'fresh' }, { status: 'ok' }, reason('recent'));
  if (hasJustLost(input)) return result(next, { status: 'pending' }, reason('data_lost'));
  const stale = {
    ...next,
    state: 'stale',
    staleSince: last.writtenAt,
    isUnseen: false,
    firstSign: null,
  } as const;
  return result(stale, down(stale, input), reason('silent'));
}

/** For a target that is stale already there is no grace, so the time of watching does not matter. */
function stillStale(before: Memory, last: WrittenSign | null, input: Input): RuleResult<Memory> {
  const { observation, now, settings } = input;
  const reason = (found: LastSignReason['found']) => lastSignReason(last, found, null, settings);
  const silentMs = last === null ? Infinity : msBetween(last.writtenAt, now);
  const { isWritten } = observation;
  if (last === null || silentMs > settings.staleAfterMs || (before.firstSign === null && !isWritten)) {
    const stale = { ...before, firstSign: null };
    return result(stale, down(stale, input), reason('still_down'));
  }
  const { firstSign } = before;
  if (
    isWritten &&
    firstSign !== null &&
    msBetween(firstSign, last.writtenAt) >= secondSignAfterMs(settings)
  ) {
    const fresh = {
      ...before,
      state: 'fresh',
      staleSince: null,
      firstSign: null,
      expectedSince: null,
    } as const;
    return result(fresh, { status: 'ok', since: firstSign }, reason('recovered'));
  }
  const waiting = { ...before, firstSign: firstSign ?? last.writtenAt };
  return result(waiting, { status: 'pending' }, reason('one_sign'));
}

const hasJustLost = ({ lostAt, now, settings }: Input): boolean =>
  lostAt !== null && Math.abs(msBetween(lostAt, now)) < graceAfterLossMs(settings);

const graceAfterLossMs = ({ staleAfterMs }: Settings): number => Math.min(HEARTBEAT_TTL_MS, staleAfterMs);

/** The gap between the last check of which is known and now, when it is long enough to be reported. */
function gapSince(memory: Memory | null, continuousSince: Date): Memory['unwatched'] {
  if (memory === null || msBetween(memory.evaluatedAt, continuousSince) <= UNWATCHED_TOLD_MS) return null;
  return { from: memory.evaluatedAt, to: continuousSince };
}

function down(
  { staleSince, isUnseen, unwatched, evaluatedAt }: Memory,
  { snapshot, observation }: Pick<Input, 'snapshot' | 'observation'>,
): Condition {
  const { last, expected, money } = observation;
  const sinceText = staleSince ?? last?.writtenAt ?? evaluatedAt;
  const skew = last?.clockSkewMs ?? null;
  return {
    status: 'firing',
    since: sinceText,
    details: {
      lastSign: isUnseen ? null : isoSeconds(sinceText),
      waitedSince: isUnseen ? isoSeconds(sinceText) : null,
      // One alone, after which it was silent again.
      signSince: last !== null && last.writtenAt > sinceText ? isoSeconds(last.writtenAt) : null,
      sign: last?.kind ?? null,
      component: last?.component ?? null,
      sendsHeartbeat: expected.some(({ kind }) => kind === 'heartbeat'),
      clockSkewMs: skew !== null && Math.abs(skew) >= SKEW_TOLD_MS ? skew : null,
      unwatchedFrom: unwatched === null ? null : isoSeconds(unwatched.from),
      unwatchedTo: unwatched === null ? null : isoSeconds(unwatched.to),
      unreadable: snapshot.signs.some(({ text }) => text === null),
      ...moneyDetails(money, snapshot),
    },
  };
}

type LastSignReason = Extract<Reason, { readonly code: 'last_sign' }>;

const lastSignReason = (
  last: WrittenSign | null,
  found: LastSignReason['found'],
  quietMs: number | null,
  { staleAfterMs: afterMs }: Settings,
): Reason => ({
  code: 'last_sign',
  sign: last && { kind: last.kind, component: last.component, at: last.writtenAt },
  ...{ found, quietMs, afterMs },
});
