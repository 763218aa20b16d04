import type { RecordBase } from '../../src/state/records/readRecord';
import { sanitize } from '../blockKit/escape';
import { t } from '../text/catalogue';

const NAME_LENGTH = 30;

/** A value of a record as `show` has it, or why there is none; behind `label`, where it does not say so itself. */
export function figure<T extends RecordBase, K extends keyof T & string>(
  record: T,
  name: K,
  show: (value: NonNullable<T[K]>) => string,
  label?: string,
): string {
  const value = record[name];
  if (value !== null && value !== undefined) return show(value);
  const missing = t.common.missing[record.unreadable.includes(name) ? 'not_understood' : 'not_reported'];
  return label === undefined ? missing : `${label} ${missing}`;
}

/** A name that the trader wrote, on one line and not longer than a phone takes. */
export const nameText = (name: string): string => sanitize(name, NAME_LENGTH);

/** A text that the trader wrote, or why there is none. */
export const word = <T extends RecordBase, K extends keyof T & string>(
  record: T,
  name: K,
  label?: string,
): string => figure(record, name, (value) => nameText(String(value)), label);

/** How long ago it was written: by Redis's clock, else by the trader's own time. */
export const writtenText = ({ ageMs, at }: RecordBase, now: Date): string =>
  t.records.written(ageMs ?? (at === null ? null : Math.max(0, now.getTime() - at.getTime())));
