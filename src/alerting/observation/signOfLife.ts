import { msBetween } from '../../lib/time';
import type { SignKind, SignReading } from '../../monitors/live/signReading';
import { usualAge } from '../../monitors/live/signReading';
import { type SignRecord, signId } from './signs';

/** A sign of life as screens show it. */
export interface SignOfLife {
  readonly kind: SignKind;
  readonly component: string;
  /** When it was written, by our clock; null where that is not known. */
  readonly at: Date | null;
  /** In ms; null where it is not known. */
  readonly ageMs: number | null;
  /** No write of it was observed: it is as old as its TTL says, if that is the usual one. */
  readonly isAtMost: boolean;
}

/** What is known now of each sign, observed or not, by what was observed of it and what stands in Redis. */
export const signsOfLife = (
  records: readonly SignRecord[],
  readings: readonly SignReading[],
  now: Date,
): readonly SignOfLife[] =>
  records.map((record) => {
    const reading = readings.find((each) => signId(each) === signId(record)) ?? null;
    return signOfLife(record, reading, now);
  });

function signOfLife(record: SignRecord, reading: SignReading | null, now: Date): SignOfLife {
  const { kind, component, writtenAt, sameSince } = record;
  if (writtenAt !== null)
    return { kind, component, at: writtenAt, ageMs: Math.max(0, msBetween(writtenAt, now)), isAtMost: false };
  const byTtlMs = reading === null ? null : usualAge(reading);
  // It has not changed for so long that its TTL, if it is another than the usual one, says too little.
  const ageMs = byTtlMs === null ? null : Math.max(byTtlMs, msBetween(sameSince, now));
  return {
    kind,
    component,
    at: ageMs === null ? null : new Date(now.getTime() - ageMs),
    ageMs,
    isAtMost: true,
  };
}

/** The youngest of those whose age is known; one of unknown age where there is no other; null for none. */
export const newestSign = (signs: readonly SignOfLife[]): SignOfLife | null =>
  signs.reduce<SignOfLife | null>(
    (newest, each) => ((each.ageMs ?? Infinity) < (newest?.ageMs ?? Infinity) ? each : (newest ?? each)),
    null,
  );
