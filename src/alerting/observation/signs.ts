import { z } from 'zod';
import { addMs, earlier, instant, later, msBetween } from '../../lib/time';
import { ageByTtl, type SignKind, type SignReading, USUAL_TTL_MS } from '../../monitors/live/signReading';

/**
 * Two readings of one key differ by what the way to Redis took. By this much more, in ms, a TTL must have risen to be one
 * that was set anew.
 */
export const JITTER_MS = 5_000;
/** A reply takes its time, so a full TTL may be read as this much less than it is, in ms. */
const TTL_SLACK_MS = 1_000;
/** The clocks of two instances may differ by this much, in ms. */
const CLOCKS_APART_MS = 60_000;

/** What was observed of one key that a living trader writes again and again. */
export const signRecordSchema = z.object({
  kind: z.enum(['heartbeat', 'portfolio']),
  component: z.string(),
  /** As it was when it was last there. */
  text: z.string().nullable(),
  /** The writer's own time in it. */
  at: instant.nullable(),
  ttlMs: z.number().nullable(),
  readAt: instant,
  /** Since when this text was there at every reading: it was not written since. */
  sameSince: instant,
  /** When the target was last observed, whether or not the key was there. */
  observedAt: instant,
  /** The last write that was observed; null while none was: that a key is there proves nothing. */
  writtenAt: instant.nullable(),
  /** Between these lies its full TTL, in ms, by all writes observed; null before the first, or where it has none. */
  fullTtl: z.object({ leastMs: z.number(), mostMs: z.number() }).nullable(),
  /** The writer's clock minus ours at the last write, in ms; null where it cannot be known. */
  clockSkewMs: z.number().nullable(),
});
export type SignRecord = z.output<typeof signRecordSchema>;

export const signId = ({ kind, component }: Pick<SignReading, 'kind' | 'component'>): string =>
  kind === 'portfolio' ? kind : `${kind}:${component}`;

/** What is remembered of all signs of a target. */
export const signsSchema = z.object({
  records: z.record(z.string(), signRecordSchema),
  /** Somebody said that the portfolio alone decides, until a heartbeat is observed again; null where nobody did. */
  heartbeatReleasedAt: instant.nullable(),
});
export type Signs = z.output<typeof signsSchema>;

export const NO_SIGNS: Signs = { records: {}, heartbeatReleasedAt: null };

/**
 * What the readings of one moment add. A key was written since it was last read, when
 *
 * 1. its text is another, and its TTL says that it is newer than the last write, or the writer's own time in it has not
 *    gone back: a Redis that was restored from older data brings old keys back;
 * 2. its text is the same, and its TTL has risen, to no more than its full TTL: the writer's clock stands still, or its
 *    text is no time. A TTL that rose above that was set by hand.
 *
 * A key that is there for the first time may have been lying there for a year. The writer's clock is never compared
 * with ours. `isOwnClock`: what is known was noted by the same clock; another instance's may differ.
 */
export function observeSigns(
  known: Signs,
  readings: readonly SignReading[],
  now: Date,
  { isOwnClock = true }: { readonly isOwnClock?: boolean } = {},
): SignObservation {
  const records: Record<string, SignRecord> = {};
  const written: string[] = [];
  for (const [id, record] of Object.entries(known.records))
    records[id] = { ...notAhead(record, now), observedAt: now };
  for (const reading of readings) {
    const id = signId(reading);
    const remembered = known.records[id];
    const before = remembered && notAhead(remembered, now);
    if (before === undefined) records[id] = firstRead(reading, now);
    else if (isWrite(before, reading, now)) {
      records[id] = writeOf(before, reading, now, isOwnClock ? 0 : CLOCKS_APART_MS);
      written.push(id);
    } else records[id] = readOf(before, reading, now);
  }
  const { heartbeatReleasedAt } = known;
  const isBack = heartbeatReleasedAt !== null && written.some((id) => records[id]?.kind === 'heartbeat');
  return { signs: { records, heartbeatReleasedAt: isBack ? null : heartbeatReleasedAt }, written };
}

/** The signs of a target, and the ids of those that were written since they were observed before. */
export interface SignObservation {
  readonly signs: Signs;
  readonly written: readonly string[];
}

/** After our clock was set back, what was written seems to come from the future, and would hide a death for as long. */
function notAhead(record: SignRecord, now: Date): SignRecord {
  if (record.observedAt <= now && record.readAt <= now && (record.writtenAt ?? now) <= now) return record;
  const { readAt, sameSince, observedAt, writtenAt } = record;
  return {
    ...record,
    readAt: earlier(readAt, now),
    sameSince: earlier(sameSince, now),
    observedAt: earlier(observedAt, now),
    writtenAt: writtenAt && earlier(writtenAt, now),
  };
}

const firstRead = (reading: SignReading, now: Date): SignRecord => ({
  ...fieldsOf(reading),
  readAt: now,
  sameSince: now,
  observedAt: now,
  writtenAt: null,
  fullTtl: null,
  clockSkewMs: null,
});

const fieldsOf = ({ kind, component, text, at, ttlMs }: SignReading) => ({
  kind,
  component,
  text,
  at,
  ttlMs,
});

const readOf = (before: SignRecord, reading: SignReading, now: Date): SignRecord => ({
  ...before,
  ...fieldsOf(reading),
  readAt: now,
  sameSince: before.text === reading.text ? before.sameSince : now,
  observedAt: now,
  writtenAt: youngerByTtl(before, reading, now),
});

/** What is remembered of the last write was noted by another instance, perhaps, whose clock is behind ours. */
function youngerByTtl(before: SignRecord, reading: SignReading, now: Date): Date | null {
  const ageMs = before.text === reading.text ? ageByTtl(reading, fullTtlMs(before)) : null;
  if (before.writtenAt === null || ageMs === null) return before.writtenAt;
  const byTtl = addMs(now, -ageMs);
  return msBetween(before.writtenAt, byTtl) > TTL_SLACK_MS ? byTtl : before.writtenAt;
}

function writeOf(before: SignRecord, reading: SignReading, now: Date, unsureMs: number): SignRecord {
  const fullTtl = learned(before.fullTtl, reading.ttlMs, msBetween(before.observedAt, now) + unsureMs);
  const ageMs = ageByTtl(reading, fullTtlMs({ kind: reading.kind, fullTtl }));
  const byTtl = ageMs === null ? now : later(addMs(now, -ageMs), before.observedAt);
  const writtenAt = later(byTtl, before.writtenAt ?? byTtl);
  const clockSkewMs = ageMs === null || reading.at === null ? null : msBetween(writtenAt, reading.at);
  return { ...readOf(before, reading, now), writtenAt, fullTtl, clockSkewMs };
}

function isWrite(before: SignRecord, reading: SignReading, now: Date): boolean {
  const fullMs = fullTtlMs(before);
  if (before.text !== reading.text && before.text !== null && reading.text !== null)
    return isNewerText(before, reading, ageByTtl(reading, fullMs + TTL_SLACK_MS), now);
  if (before.ttlMs === null || reading.ttlMs === null || reading.ttlMs > fullMs + TTL_SLACK_MS) return false;
  // Not beside our clock: another instance, whose clock differs, may have read it before.
  return reading.ttlMs > before.ttlMs + TTL_SLACK_MS;
}

/** Of another text, its TTL or the writer's own time says that it is newer: the other may have been changed by hand. */
function isNewerText(before: SignRecord, reading: SignReading, ageMs: number | null, now: Date): boolean {
  const isNewerByTtl =
    ageMs !== null &&
    before.writtenAt !== null &&
    msBetween(before.writtenAt, addMs(now, -ageMs)) > -JITTER_MS;
  return isNewerByTtl || before.at === null || reading.at === null || reading.at >= before.at;
}

/** The full TTL as far as it is known: the usual one, where that fits what was observed. */
export function fullTtlMs({ kind, fullTtl }: Pick<SignRecord, 'kind' | 'fullTtl'>): number {
  const usualMs = USUAL_TTL_MS[kind];
  if (fullTtl === null) return usualMs;
  const { leastMs, mostMs } = fullTtl;
  if (usualMs >= leastMs && usualMs <= mostMs + TTL_SLACK_MS) return usualMs;
  return Math.ceil(leastMs / 1000) * 1000;
}

/**
 * With a remaining TTL so soon after a write, within `windowMs`. One that fits no earlier write is of another TTL; or our
 * clock was set back in that window.
 */
function learned(
  before: SignRecord['fullTtl'],
  ttlMs: number | null,
  windowMs: number,
): SignRecord['fullTtl'] {
  if (ttlMs === null) return null;
  const anew = { leastMs: ttlMs, mostMs: ttlMs + windowMs };
  if (before === null) return anew;
  const both = {
    leastMs: Math.max(before.leastMs, anew.leastMs),
    mostMs: Math.min(before.mostMs, anew.mostMs),
  };
  const apartMs = both.leastMs - both.mostMs;
  if (apartMs <= TTL_SLACK_MS) return both;
  return apartMs > CLOCKS_APART_MS ? anew : before;
}

/** The newest write observed of any of them, or of those of one kind; null where none ever was. */
export function lastWrite(records: readonly SignRecord[], kind?: SignKind): Date | null {
  const writes = records.flatMap((record) =>
    record.writtenAt !== null && (kind === undefined || record.kind === kind) ? [record.writtenAt] : [],
  );
  return writes.length === 0 ? null : writes.reduce(later);
}

/** The later of the two; null where there is neither. */
export const newestOf = (a: Date | null, b: Date | null): Date | null =>
  a === null || b === null ? (a ?? b) : later(a, b);

/** What two memories know together: of each sign, that of the later write. */
export function withNewestSigns(own: Signs, other: Signs): Signs {
  const records = { ...own.records };
  for (const [id, theirs] of Object.entries(other.records)) {
    const mine = records[id];
    if (mine === undefined) records[id] = theirs;
    // Who looked later has found no later write.
    else if ((theirs.writtenAt ?? 0) > (mine.writtenAt ?? 0))
      records[id] = { ...theirs, observedAt: later(theirs.observedAt, mine.observedAt) };
  }
  const releasedAt = newestOf(own.heartbeatReleasedAt, other.heartbeatReleasedAt);
  const heartbeatAt = lastWrite(Object.values(records), 'heartbeat');
  // One that was observed since has ended that.
  const isBack = releasedAt !== null && heartbeatAt !== null && heartbeatAt > releasedAt;
  return { records, heartbeatReleasedAt: isBack ? null : releasedAt };
}
