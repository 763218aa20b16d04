import { z } from 'zod';
import { HEARTBEAT_TTL_MS } from '../../state/keys';
import { liveFact } from '../absence';
import { type Beats, beatsSchema, observed } from '../beats';
import { countedFrom } from '../grace';
import type { Condition, Facts, Judgement, Rule, RuleInput } from '../rule';
import { between, duration, instant, isoSeconds, later, roughly, since } from '../values';

const settingsSchema = z
  .strictObject({ enabled: z.boolean().default(true), staleAfter: duration.prefault('90s') })
  .transform(({ enabled, staleAfter }) => ({ enabled, staleAfterMs: staleAfter }));
type Settings = z.output<typeof settingsSchema>;

const memorySchema = z.object({
  beats: beatsSchema,
  state: z.enum(['silent', 'fresh', 'stale']),
  /** When it went stale: the last beat before. */
  staleSince: instant.nullable(),
  /** The first new beat since it went stale, which alone is no recovery. */
  firstBeat: instant.nullable(),
  judgedAt: instant,
  /** From when the time without another beat is counted; null while it is not. */
  countedFrom: instant.nullable().default(null),
  /** The last time the bot could not watch, since the last beat. */
  unwatched: z.object({ from: instant, to: instant }).nullable(),
});
type Memory = z.output<typeof memorySchema>;

/** Away for less than this needs no mention, in ms: a beat's key outlives it. */
const UNWATCHED_TOLD_MS = HEARTBEAT_TTL_MS;
/** Clocks this far apart are worth telling, in ms. */
const SKEW_TOLD_MS = 5_000;

/**
 * Whether a trader's heart beats: silent (never seen to beat) → fresh → stale → fresh.
 *
 * A trader goes stale when
 * 1. it was seen to beat, ever;
 * 2. no new beat was observed for `staleAfter`, counted from the last beat or from when the bot began to watch
 *    without a gap, whichever is later (`countedFrom`): so each target has one whole `staleAfter` after the bot was away;
 *    nor is one there that Redis says is younger;
 * 3. and it is fresh: one that was stale before stays so, and gets no such time;
 * 4. and Redis has not lost data in the last minute, or `staleAfter` where that is shorter: who lives beats anew by then.
 *
 * It is fresh again when
 * 5. a new beat was observed, which leaves it undecided;
 * 6. a second, different one was observed in a later check, with no `staleAfter` of silence between the two.
 *
 * What a new beat is, `observed` tells. The trader's own clock plays no part.
 */
export const heartbeat: Rule<Memory, Settings> = {
  name: 'heartbeat',
  settingsSchema,
  memorySchema,
  judge(input: RuleInput<Memory, Settings>): Judgement<Memory> {
    const { memory, snapshot, now, watchedSince, lostAt, settings } = input;
    const { beats, isNew, writtenAt } = observed(memory?.beats ?? null, snapshot, now);
    const unwatched = isNew ? null : (gapSince(memory, watchedSince) ?? memory?.unwatched ?? null);
    const before = { ...(memory ?? START), beats, unwatched };
    if (beats.last === null) {
      return said(
        { ...before, judgedAt: now, state: 'silent' },
        { is: 'undecided' },
        'was never seen to beat',
      );
    }
    const stillness = { ...before, last: beats.last.writtenAt };
    const counted = countedFrom(stillness, input, settings.staleAfterMs);
    // What is remembered was written down by another copy, perhaps, whose clock differs from ours.
    const quietMs = Math.max(0, between(writtenAt === null ? counted : later(counted, writtenAt), now));
    const next = { ...before, judgedAt: now, countedFrom: counted };
    const beatWords = `last beat ${isoSeconds(beats.last.writtenAt)} by ${beats.last.component}`;
    const isQuiet = quietMs > settings.staleAfterMs;
    const limit = `stale after ${roughly(settings.staleAfterMs)}`;
    if (next.state !== 'stale') {
      if (!isQuiet) {
        const fresh = { ...next, state: 'fresh' } as const;
        return said(
          fresh,
          { is: 'well' },
          `${beatWords}; quiet for ${roughly(quietMs)} of watching, ${limit}`,
        );
      }
      if (
        lostAt !== null &&
        Math.abs(between(lostAt, now)) < Math.min(HEARTBEAT_TTL_MS, settings.staleAfterMs)
      )
        return said(
          next,
          { is: 'undecided' },
          `${beatWords}; Redis has just lost data, beats perhaps among it`,
        );
      const stale = { ...next, state: 'stale', staleSince: beats.last.writtenAt, firstBeat: null } as const;
      return said(stale, bad(stale, input), `${beatWords}; quiet for ${roughly(quietMs)}, ${limit}`);
    }
    // For a target that is stale already there is no grace, so the time of watching does not matter.
    const silentMs = between(beats.last.writtenAt, now);
    if (silentMs > settings.staleAfterMs || (next.firstBeat === null && !isNew)) {
      const stale = { ...next, firstBeat: null };
      return said(stale, bad(stale, input), `${beatWords}; still stale`);
    }
    if (isNew && next.firstBeat !== null) {
      const fresh = { ...next, state: 'fresh', staleSince: null, firstBeat: null } as const;
      return said(fresh, { is: 'well', since: next.firstBeat }, `${beatWords}; two new beats in two checks`);
    }
    const waiting = { ...next, firstBeat: next.firstBeat ?? beats.last.writtenAt };
    return said(waiting, { is: 'undecided' }, `${beatWords}; one new beat, waiting for a second`);
  },
  tell: (facts) => ({
    title: 'No heartbeat',
    text: [
      `has had no heartbeat${since(facts.lastBeat)}${beatWordsOf(facts)}`,
      unwatchedWords(facts),
      oddities(facts),
    ]
      .filter((part) => part !== null)
      .join('; '),
  }),
};

const START = {
  state: 'silent',
  staleSince: null,
  firstBeat: null,
  judgedAt: null,
  countedFrom: null,
} as const;

const said = (memory: Memory, condition: Condition, why: string): Judgement<Memory> => ({
  memory,
  condition,
  events: [],
  why,
});

/** The gap between the last sight of which is known and now, when it is long enough to be told. */
function gapSince(memory: Memory | null, watchedSince: Date): Memory['unwatched'] {
  if (memory === null || between(memory.judgedAt, watchedSince) <= UNWATCHED_TOLD_MS) return null;
  return { from: memory.judgedAt, to: watchedSince };
}

function bad(
  { beats, staleSince, unwatched, judgedAt }: Memory,
  { snapshot }: RuleInput<Memory, Settings>,
): Condition {
  const last: Beats['last'] = beats.last;
  const since = staleSince ?? last?.writtenAt ?? judgedAt;
  const skew = last?.clockSkewMs ?? null;
  return {
    is: 'bad',
    since,
    facts: {
      lastBeat: isoSeconds(since),
      // One alone, after which it was silent again.
      beatSince: last !== null && last.writtenAt > since ? isoSeconds(last.writtenAt) : null,
      component: last?.component ?? null,
      clockSkewMs: skew !== null && Math.abs(skew) >= SKEW_TOLD_MS ? skew : null,
      unwatchedFrom: unwatched === null ? null : isoSeconds(unwatched.from),
      unwatchedTo: unwatched === null ? null : isoSeconds(unwatched.to),
      unreadable: snapshot.heartbeat === 'unreadable',
      liveEnabled: snapshot.liveEnabled,
      liveArmed: snapshot.liveArmed,
      ...liveFact(snapshot),
    },
  };
}

const beatWordsOf = ({ beatSince }: Facts): string =>
  beatSince ? `, but for a beat that came ${beatSince}` : '';

const unwatchedWords = ({ unwatchedFrom, unwatchedTo }: Facts): string | null =>
  unwatchedFrom ? `the bot did not watch from ${unwatchedFrom} to ${unwatchedTo}` : null;

function oddities({ clockSkewMs, unreadable }: Facts): string | null {
  if (unreadable === true) return 'a key is there, but it cannot be read';
  if (typeof clockSkewMs !== 'number') return null;
  return `its clock was ${roughly(Math.abs(clockSkewMs))} ${clockSkewMs > 0 ? 'ahead' : 'behind'}`;
}
