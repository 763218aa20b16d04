import { memoize } from '../../src/lib/memoize';
import { t } from '../text/catalogue';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

type Style = 'clock' | 'seconds' | 'weekday' | 'dayClock' | 'day' | 'dayYear' | 'offset';

const STYLES: Readonly<Record<Style, Intl.DateTimeFormatOptions>> = {
  clock: { hour: '2-digit', minute: '2-digit' },
  seconds: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  weekday: { weekday: 'short', hour: '2-digit', minute: '2-digit' },
  dayClock: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  day: { day: 'numeric', month: 'short' },
  dayYear: { day: 'numeric', month: 'short', year: 'numeric' },
  // Where clocks were set back, the same time of day comes twice.
  offset: { day: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'shortOffset' },
};

/** They are slow to make. */
const formatsIn = memoize((locale: string) =>
  memoize((zone: string) =>
    memoize(
      (style: Style) =>
        new Intl.DateTimeFormat(locale, { ...STYLES[style], timeZone: zone, hourCycle: 'h23' }),
    ),
  ),
);

const formatsOf = (zone: string) => formatsIn(t.units.locale)(zone);

/** The styles that suit a time of this length, the shortest first. */
function stylesFor(spanMs: number): readonly Style[] {
  if (spanMs <= HOUR_MS) return ['clock', 'seconds', 'offset'];
  if (spanMs <= DAY_MS) return ['clock', 'dayClock', 'offset'];
  if (spanMs <= 7 * DAY_MS) return ['day', 'weekday', 'dayClock', 'offset'];
  return spanMs <= 330 * DAY_MS ? ['day', 'dayClock', 'offset'] : ['dayYear', 'dayClock', 'offset'];
}

/**
 * A short label for each of these times, no two of them the same: `09:30`, `Mon 09:30`, `28 Nov`.
 * @param zone an IANA zone. Throws RangeError for one that does not exist.
 */
export function timeLabels(times: readonly Date[], zone: string): string[] {
  const all = times.map((time) => time.getTime());
  const spanMs = Math.max(...all) - Math.min(...all);
  const labelsIn = (style: Style) =>
    times.map((time) => formatsOf(zone)(style).format(time).replace(',', ''));
  const clocks = labelsIn('clock');
  // A whole day begins and ends at the same time of day: the first one alone has its day.
  const isWholeDay = spanMs > DAY_MS / 2 && spanMs <= DAY_MS && clocks[0] === clocks.at(-1);
  const first = isWholeDay ? [[labelsIn('dayClock')[0] ?? '', ...clocks.slice(1)]] : [];
  const labels = [...first, ...stylesFor(spanMs).map(labelsIn)];
  return labels.find((each) => new Set(each).size === each.length) ?? labels.at(-1) ?? [];
}

/** The days of the first and the last of these times: `28 Nov`, `27 Nov – 28 Nov`. */
export function daysText(from: Date, to: Date, zone: string): string {
  const [first, last] = [dayText(from, zone), dayText(to, zone)];
  return first === last ? first : `${first} – ${last}`;
}

/** `28 Nov`. */
export const dayText = (time: Date, zone: string): string => formatsOf(zone)('day').format(time);

/** `09:30`, or `28 Nov 09:30` where it is not on the day of `day`. */
export function timeText(time: Date, day: Date, zone: string): string {
  const formats = formatsOf(zone);
  const isSameDay = formats('dayYear').format(time) === formats('dayYear').format(day);
  return formats(isSameDay ? 'clock' : 'dayClock')
    .format(time)
    .replace(',', '');
}
