import type { RecordBase } from '../../src/state/records/readRecord';
import { literal, type TextSpan } from '../blockKit/blocks';
import { t } from '../text/catalogue';

/** A value of a record as `show` has it, or why there is none. */
export function figure<T extends RecordBase, K extends keyof T & string>(
  record: T,
  name: K,
  show: (value: NonNullable<T[K]>) => string,
): string {
  const value = record[name];
  if (value !== null && value !== undefined) return show(value);
  return t.common.missing[record.unreadable.includes(name) ? 'not_understood' : 'not_reported'];
}

/** A text that the trader wrote, or why there is none. */
export function word<T extends RecordBase, K extends keyof T & string>(record: T, name: K): TextSpan {
  const value = record[name];
  return typeof value === 'string' ? literal(value, 30) : figure(record, name, String);
}

/** How long ago it was written, in ms: by Redis's clock, else by the trader's own time. */
export const ageOf = ({ ageMs, at }: RecordBase, now: Date): number | null =>
  ageMs ?? (at === null ? null : Math.max(0, now.getTime() - at.getTime()));
