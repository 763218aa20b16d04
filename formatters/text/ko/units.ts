import { memoize } from '../../../src/lib/memoize';
import type * as en from '../en/units';
import { AHEAD_TOLERATED_MS, count } from '../numbers';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Making a NumberFormat costs far more than using one. */
const formatOf = memoize(
  (unit: 'second' | 'minute' | 'hour' | 'day') =>
    new Intl.NumberFormat('ko-KR', { style: 'unit', unit, unitDisplay: 'long' }),
);

/** A count behind its noun, with its counter: `거래 1,287건`. */
export const counted = (noun: string, value: number, counter: string): string =>
  `${noun} ${count(value)}${counter}`;

/** A duration in ms in words, its largest two units, never rounded up: `12초`, `4분`, `2시간 5분`, `3일`. */
export const duration: typeof en.duration = (ms) => {
  if (ms < SECOND) return '1초 미만';
  if (ms < MINUTE) return formatOf('second').format(Math.floor(ms / SECOND));
  if (ms < HOUR) return formatOf('minute').format(Math.floor(ms / MINUTE));
  if (ms < DAY) return twoUnits(ms, HOUR, 'hour', MINUTE, 'minute');
  return twoUnits(ms, DAY, 'day', HOUR, 'hour');
};

function twoUnits(
  ms: number,
  largeMs: number,
  large: 'hour' | 'day',
  smallMs: number,
  small: 'minute' | 'hour',
) {
  const rest = Math.floor((ms % largeMs) / smallMs);
  const first = formatOf(large).format(Math.floor(ms / largeMs));
  return rest === 0 ? first : `${first} ${formatOf(small).format(rest)}`;
}

/** About how long, in one unit, so that two can be compared at a glance: `95초`, `12분`, `3시간`. */
export const approximately: typeof en.approximately = (ms) => {
  if (ms < 2 * MINUTE) return formatOf('second').format(Math.round(ms / SECOND));
  return ms < 2 * HOUR
    ? formatOf('minute').format(Math.round(ms / MINUTE))
    : formatOf('hour').format(Math.round(ms / HOUR));
};

/** How long ago: `25초 전`, `방금`. */
export const before = (ms: number): string => (ms < SECOND ? '방금' : `${duration(ms)} 전`);

/** How long before `now` a time was: `25초 전`; a time beyond what clocks may differ is `9시간 뒤(미래 시각)`. */
export const ago: typeof en.ago = (time, now) => {
  const ageMs = now.getTime() - time.getTime();
  return ageMs < -AHEAD_TOLERATED_MS ? `${duration(-ageMs)} 뒤(미래 시각)` : before(ageMs);
};

const inLargeUnits = new Intl.NumberFormat('ko-KR', { notation: 'compact', maximumSignificantDigits: 4 });
/** From here on won are counted in 억 (hundred millions); past the other, they are no amount that anybody has. */
const EOK = 1e8;
const TOO_LARGE = 1e15;

/** `약 12.35억`, of won alone: its digits stand in front of it. */
export const largeAmount: typeof en.largeAmount = (value, currency) => {
  const size = Math.abs(value);
  if (currency !== 'KRW' || !(size >= EOK && size < TOO_LARGE)) return null;
  return `약 ${value < 0 ? '−' : ''}${inLargeUnits.format(size)}`;
};

/** `3번째`. */
export const ordinal: typeof en.ordinal = (n) => `${count(n)}번째`;
