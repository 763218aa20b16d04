import { MAX_CLOCK_SKEW_MS } from '../../lib/time';
import { isOutageId } from '../observation/gap';

/** A thread entry's id: its incident's rule, first target and beginning; and what it says of which revision. */
const ENTRY_ID = /^(?<of>.+?):(?<startedMs>\d+)(?<what>\/.*)$/;

/**
 * What the id of a thread entry says behind its incident's, where that names the same failure as the other entry's, each after
 * the beginning that its instance read; null where the failures are not the same, and for what is no entry.
 */
export function entryOfSame(id: string, other: string): string | null {
  const [one, two] = [ENTRY_ID.exec(id)?.groups, ENTRY_ID.exec(other)?.groups];
  if (one === undefined || two === undefined || one.of !== two.of) return null;
  const isSame = Math.abs(Number(one.startedMs) - Number(two.startedMs)) < MAX_CLOCK_SKEW_MS;
  return isSame ? (one.what ?? null) : null;
}

/** Whether two incidents' ids name the same failure. Outages, whose ids have seconds, are told apart by their times. */
export const isNamedAlike = (id: string, other: string): boolean =>
  !isOutageId(id) && entryOfSame(`${id}/`, `${other}/`) !== null;
