import { msBetween } from '../../lib/time';
import { lastWrite, type SignRecord, type Signs, signId } from './signs';

/** A sign of life as the configuration names it; `heartbeat` is that of any component. */
export type SignName = 'portfolio' | 'heartbeat' | `heartbeat:${string}`;

/** A heartbeat that was not written for this long, while the portfolio was, is expected no longer, in ms. */
export const HEARTBEAT_EXPECTED_FOR_MS = 24 * 3_600_000;

/**
 * The signs that a target is expected to give:
 *
 * 1. those that the configuration names for it;
 * 2. else every one of which a write was ever observed, so that a trader which never sent a heartbeat is judged by its
 *    portfolio alone;
 * 3. but no heartbeat that has been missing for 24 hours while the portfolio went on, or that a person released.
 */
export function expectedSigns(signs: Signs, configured: readonly SignName[] | null): readonly SignRecord[] {
  const records = Object.values(signs.records);
  if (configured !== null) return records.filter((record) => isNamed(record, configured));
  const written = records.filter(({ writtenAt }) => writtenAt !== null);
  return isHeartbeatReleased(signs) ? written.filter(({ kind }) => kind === 'portfolio') : written;
}

const isNamed = (record: SignRecord, names: readonly SignName[]): boolean =>
  names.some((name) => name === record.kind || name === signId(record));

/** Whether the portfolio alone decides, of a target that once sent heartbeats. */
export function isHeartbeatReleased({ records, heartbeatReleasedAt }: Signs): boolean {
  const all = Object.values(records);
  const heartbeat = lastWrite(all, 'heartbeat');
  if (heartbeat === null) return false;
  if (heartbeatReleasedAt !== null) return true;
  const portfolio = lastWrite(all, 'portfolio');
  return portfolio !== null && msBetween(heartbeat, portfolio) > HEARTBEAT_EXPECTED_FOR_MS;
}
