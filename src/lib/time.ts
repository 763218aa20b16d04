import { z } from 'zod';
import { memoize } from './memoize';

/** An instant, stored as ISO 8601 text in UTC. */
export const instant = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});

const MS_OF = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const UNITS = Object.keys(MS_OF) as (keyof typeof MS_OF)[];

/** A duration as people write it (`90s`, `10m`, `1h`, `7d`, or a number of seconds), parsed to ms. */
export const durationSchema = z
  .union([
    z.number().positive(),
    z
      .string()
      .regex(/^0*[1-9]\d*[smhd]$/, 'must be a length of time such as 90s, 10m or 1h, or a number of seconds'),
  ])
  .transform((value) => {
    if (typeof value === 'number') return Math.round(value * 1000);
    const unit = UNITS.find((letter) => value.endsWith(letter)) ?? 's';
    return Number.parseInt(value, 10) * MS_OF[unit];
  });

/** In whole seconds, as exact as the bot is: `2026-11-22T11:02:00Z`. */
export const isoSeconds = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;

/** In seconds, minutes or hours: `95 s`, `12 min`, `3 h`. */
export function approxDuration(ms: number): string {
  if (ms < 120_000) return `${Math.round(ms / 1000)} s`;
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`;
}

/** The clocks of two instances may differ by up to so much, in ms. */
export const MAX_CLOCK_SKEW_MS = 60_000;

export const later = (a: Date, b: Date): Date => (a > b ? a : b);
export const earlier = (a: Date, b: Date): Date => (a < b ? a : b);
export const addMs = (date: Date, ms: number): Date => new Date(date.getTime() + ms);
export const msBetween = (from: Date, to: Date): number => to.getTime() - from.getTime();

/** Encodes a value as a schema does whose only codec is `instant`, and a good deal faster. */
export function toPlainJson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return toIso(value);
  if (Array.isArray(value)) return value.map(toPlainJson);
  const plain: Record<string, unknown> = {};
  const parts = value as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(parts)) plain[name] = toPlainJson(parts[name]);
  return plain;
}

/** The same few instants are encoded again and again, for every rule and target, and that is slow. */
const isoOfMs = memoize((ms: number) => new Date(ms).toISOString(), 10_000);

/** As `toISOString`, but cached. */
export const toIso = (date: Date): string => isoOfMs(date.getTime());
