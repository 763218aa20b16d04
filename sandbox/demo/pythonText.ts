import { DateTime } from 'luxon';

/** A time as Python's `datetime.isoformat()` writes it in UTC: no zone, six digits or none. */
export function isoformat(time: Date): string {
  const [whole = '', ms = ''] = time.toISOString().slice(0, -1).split('.');
  return ms === '000' ? whole : `${whole}.${ms}000`;
}

/** The same in the zone of a machine (an IANA name). */
export const zonedIsoformat = (time: Date, zone: string): string => {
  const offsetMs = DateTime.fromJSDate(time, { zone }).offset * 60_000;
  return isoformat(new Date(time.getTime() + offsetMs));
};

/** A number as Python's `str(float)` writes it: `2500000.0`, `0.2514`, `1e-05`. */
export function strFloat(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  return Number.isInteger(value) ? `${value}.0` : `${value}`;
}

/** A truth as Python writes it. */
export const strBool = (value: boolean): string => (value ? 'True' : 'False');
