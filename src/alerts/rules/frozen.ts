import { z } from 'zod';
import { absence, liveFact } from '../absence';
import { beatsSchema, observed, quietFor } from '../beats';
import { countedFrom } from '../grace';
import type { Condition, Judgement, Rule, RuleInput } from '../rule';
import { between, duration, earlier, instant, isoSeconds, roughly, since } from '../values';

const settingsSchema = z
  .strictObject({ enabled: z.boolean().default(true), frozenAfter: duration.prefault('10m') })
  .transform(({ enabled, frozenAfter }) => ({ enabled, frozenAfterMs: frozenAfter }));
type Settings = z.output<typeof settingsSchema>;

const memorySchema = z.object({
  beats: beatsSchema,
  /** The portfolio's time as the trader last wrote it; null when it never reported one. */
  portfolioAt: instant.nullable(),
  /** When that was observed to change, by our clock; of the first one, when it was seen. */
  movedAt: instant,
  /** From when its standing still is counted; null while it is not. */
  countedFrom: instant.nullable().default(null),
  judgedAt: instant.nullable().default(null),
  isFrozen: z.boolean(),
});
type Memory = z.output<typeof memorySchema>;

/** A heart that was quiet for longer is not beating, in ms. */
const BEATS_WITHIN_MS = 90_000;

/**
 * Whether a trader whose heart beats still works. It is frozen when
 * 1. its heart beats: a new beat was observed in the last 90 s;
 * 2. it reports a portfolio, whose time was not observed to change for `frozenAfter`, counted from the last change or
 *    from when the bot began to watch without a gap, whichever is later (`countedFrom`).
 *
 * It is well again as soon as that time changes. While the heart does not beat, or no portfolio is there, a frozen
 * trader stays frozen and any other is not: a portfolio that is absent is not frozen, but no proof of work either.
 */
export const frozen: Rule<Memory, Settings> = {
  name: 'frozen',
  settingsSchema,
  memorySchema,
  judge(input: RuleInput<Memory, Settings>): Judgement<Memory> {
    const { memory, snapshot, now, watchedSince, settings } = input;
    const { beats } = observed(memory?.beats ?? null, snapshot, now);
    const { portfolioAt } = snapshot;
    const known = memory ?? { ...START, beats, movedAt: now };
    if (portfolioAt === null)
      return unclear({ ...known, beats }, `the time of its portfolio is ${absence(snapshot, 'portfolioAt')}`);
    if (known.portfolioAt?.getTime() !== portfolioAt.getTime()) {
      const moved = { ...START, beats, portfolioAt, movedAt: now, judgedAt: now };
      return said(moved, { is: 'well' }, `the portfolio moved to ${isoSeconds(portfolioAt)}, by its clock`);
    }
    const movedAt = earlier(known.movedAt, now);
    const counted = countedFrom({ ...known, last: movedAt }, input, settings.frozenAfterMs);
    const next = { ...known, beats, movedAt, countedFrom: counted, judgedAt: now };
    const quietMs = quietFor(beats, watchedSince, now);
    if (quietMs === null || quietMs > BEATS_WITHIN_MS) return unclear(next, 'its heart does not beat');
    const stillMs = between(known.isFrozen ? movedAt : counted, now);
    const why = `the portfolio stands at ${isoSeconds(portfolioAt)}, by its clock, for ${roughly(stillMs)}; frozen after ${roughly(settings.frozenAfterMs)}`;
    if (!known.isFrozen && stillMs <= settings.frozenAfterMs) return said(next, { is: 'well' }, why);
    const facts = {
      portfolioAt: isoSeconds(portfolioAt),
      stillSince: isoSeconds(next.movedAt),
      liveEnabled: snapshot.liveEnabled,
      liveArmed: snapshot.liveArmed,
      ...liveFact(snapshot),
    };
    return said({ ...next, isFrozen: true }, { is: 'bad', since: next.movedAt, facts }, why);
  },
  tell: ({ stillSince }) => ({
    title: 'Frozen',
    text: `beats, but its portfolio has stood still${since(stillSince)}`,
  }),
};

const START = { portfolioAt: null, countedFrom: null, judgedAt: null, isFrozen: false } as const;

const said = (memory: Memory, condition: Condition, why: string): Judgement<Memory> => ({
  memory,
  condition,
  events: [],
  why,
});

const unclear = (memory: Memory, why: string): Judgement<Memory> =>
  said(memory, { is: memory.isFrozen ? 'undecided' : 'well' }, why);
