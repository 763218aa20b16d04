import { AHEAD_TOLERATED_MS, count } from '../numbers';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A count with its noun: `1 trade`, `1,287 trades`. */
export const pluralize = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** A duration in ms in words, its largest two units, never rounded up: `12 s`, `4 min`, `2 h 5 min`, `3 d`. */
export function duration(ms: number): string {
  if (ms < SECOND) return 'under 1 s';
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < DAY) return twoUnits(Math.floor(ms / HOUR), 'h', Math.floor((ms % HOUR) / MINUTE), 'min');
  return twoUnits(Math.floor(ms / DAY), 'd', Math.floor((ms % DAY) / HOUR), 'h');
}

const twoUnits = (first: number, firstUnit: string, second: number, secondUnit: string): string =>
  second === 0 ? `${count(first)} ${firstUnit}` : `${count(first)} ${firstUnit} ${second} ${secondUnit}`;

/** About how long, in one unit, so that two can be compared at a glance: `95 s`, `12 min`, `3 h`. */
export function approximately(ms: number): string {
  if (ms < 2 * MINUTE) return `${Math.round(ms / SECOND)} s`;
  return ms < 2 * HOUR ? `${Math.round(ms / MINUTE)} min` : `${count(Math.round(ms / HOUR))} h`;
}

/** How long before `now` a time was: `25 s ago`; a time beyond what clocks may differ is `9 h in the future`. */
export function ago(time: Date, now: Date): string {
  const ageMs = now.getTime() - time.getTime();
  return ageMs < -AHEAD_TOLERATED_MS ? `${duration(-ageMs)} in the future` : `${duration(ageMs)} ago`;
}

/** About how much an amount is, in larger units; null where its digits are read as they are, as in English. */
export const largeAmount = (_value: number, _currency: string | null): string | null => null;

const SUFFIXES: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd' };
const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });

/** `1st`, `2nd`, `13th`. */
export const ordinal = (n: number): string => `${count(n)}${SUFFIXES[ordinals.select(n)] ?? 'th'}`;
