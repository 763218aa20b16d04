import { z } from 'zod';
import type { LiveStatusSnapshot } from '../monitors/liveSnapshot';
import { after, between, earlier, instant, later } from './values';

/**
 * Two readings of one beat differ by what the way to Redis took. The same text must be this much younger to be another
 * beat, in ms.
 */
export const JITTER_MS = 5_000;

/** A beat that was observed. */
const beatSchema = z.object({
  /** When it was written, by Redis's clock; where that does not tell, when it was first seen. */
  writtenAt: instant,
  component: z.string(),
  /** The trader's clock minus ours, in ms; null where it cannot be known. */
  clockSkewMs: z.number().nullable(),
});
export type Beat = z.output<typeof beatSchema>;

/** What is remembered of a trader's beats. */
export const beatsSchema = z.object({
  last: beatSchema.nullable(),
  /** The text last seen of each component, for that it changes is what tells of a beat. */
  texts: z.record(z.string(), instant),
});
export type Beats = z.output<typeof beatsSchema>;

const NONE: Beats = { last: null, texts: {} };

/**
 * What the snapshot adds to the beats known, and whether that is a new beat:
 *
 * 1. Where the key's TTL tells when it was written (by Redis's own clock), a beat is new when it was written later
 *    than the last one; readings of the same text must differ by more than the jitter of reading.
 * 2. Where it does not tell, a beat is new when the component's text was seen before and has changed. A text that is
 *    seen for the first time may have been lying there for a year.
 * 3. The trader's own clock is never compared with ours: an hour ahead or behind makes no beat and takes none away.
 */
export function observed(known: Beats | null, snapshot: LiveStatusSnapshot, now: Date): Observed {
  const beats = notAhead(known ?? NONE, now);
  const seen = seenBeat(snapshot, now);
  if (seen === null) return { beats, isNew: false, writtenAt: null };
  const { beat, text, toldByTtl } = seen;
  const before = beats.texts[beat.component];
  const changed = before !== undefined && text !== null && before.getTime() !== text.getTime();
  const isNew = toldByTtl ? writtenLater(beat, beats.last, changed) : changed;
  return {
    beats: {
      last: isNew ? beat : beats.last,
      texts: text === null ? beats.texts : { ...beats.texts, [beat.component]: text },
    },
    isNew,
    writtenAt: toldByTtl ? beat.writtenAt : null,
  };
}

interface Observed {
  readonly beats: Beats;
  readonly isNew: boolean;
  /** When the beat that is there was written, by Redis's clock and ours; null where that does not tell. */
  readonly writtenAt: Date | null;
}

/** After our clock was set back the last beat seems to come from the future, and would hide a death for as long. */
const notAhead = (beats: Beats, now: Date): Beats =>
  beats.last === null || beats.last.writtenAt <= now
    ? beats
    : { ...beats, last: { ...beats.last, writtenAt: now } };

function writtenLater(beat: Beat, last: Beat | null, changed: boolean): boolean {
  if (last === null) return true;
  const ahead = between(last.writtenAt, beat.writtenAt);
  if (ahead > JITTER_MS) return true;
  return changed && last.component === beat.component && ahead > -JITTER_MS;
}

/** The beat that is there, or null when there is none or nothing can be told of it. */
function seenBeat(
  { heartbeatAgeMs, heartbeatComponent, lastHeartbeat, clockSkewMs, timestamp }: LiveStatusSnapshot,
  now: Date,
): { readonly beat: Beat; readonly text: Date | null; readonly toldByTtl: boolean } | null {
  if (heartbeatAgeMs === null || heartbeatComponent === null) return null;
  // Without a skew the age is by the text, if there is one; a text that is no time leaves only the TTL.
  const toldByTtl = clockSkewMs !== null || lastHeartbeat === null;
  const writtenAt = toldByTtl ? earlier(after(timestamp, -heartbeatAgeMs), now) : now;
  return { beat: { writtenAt, component: heartbeatComponent, clockSkewMs }, text: lastHeartbeat, toldByTtl };
}

/** How long no beat was observed, in ms, counted while the target was watched; null when none ever was. */
export function quietFor({ last }: Beats, watchedSince: Date, now: Date): number | null {
  return last === null ? null : Math.max(0, between(later(last.writtenAt, watchedSince), now));
}

/** As a rule that remembers beats keeps them, beside whatever else it remembers. */
const keptSchema = z.looseObject({
  beats: z.looseObject({ last: z.looseObject({ writtenAt: z.string() }).nullable() }),
});

/**
 * What a rule remembers of a target, with the beats that the other memory knows where the last of them came later. Both
 * are plain JSON, as they are kept.
 */
export function withNewestBeats(memory: unknown, other: unknown): unknown {
  const [own, theirs] = [memory, other].map((each) => keptSchema.safeParse(each).data);
  if (own === undefined || !theirs?.beats.last) return memory;
  const isNewest = own.beats.last !== null && own.beats.last.writtenAt >= theirs.beats.last.writtenAt;
  return isNewest ? memory : { ...own, beats: theirs.beats };
}
