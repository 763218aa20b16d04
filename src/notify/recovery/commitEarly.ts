import { MAX_LINEAGE } from '../../alerting/state/lineage';
import { type AlertStore, type Changeset, LINEAGE } from '../../storage/alertStore';
import { decodeNotification } from '../model/codec';
import type { Notification } from '../model/notification';
import { generationsAfter } from './snapshots';

/** So many records are stored at once: more would hold Redis for too long. */
const RECORDS_AT_ONCE = 500;

/**
 * Stores many targets' records before the rest of the change, a part at a time: all at once they would hold Redis for
 * long. Each is right by itself; those of which an event is sent are stored with it. The rest of the change; null where
 * somebody else was faster.
 */
export async function commitEarly(
  alertStore: AlertStore,
  change: Changeset,
  lineageOf: readonly string[],
  newMark: () => string,
): Promise<Changeset | null> {
  const sent = new Set(change.enqueue.map(({ text }) => decodeNotification(text)).map(eventTarget));
  const early = [...change.records].filter(
    ([name, text]) => text !== null && name.startsWith('target:') && !sent.has(name.slice('target:'.length)),
  );
  if (early.length <= RECORDS_AT_ONCE) return change;
  const records = new Map(change.records);
  for (const [name] of early) records.delete(name);
  let rest: Changeset = { ...change, records };
  let lineage = lineageOf;
  for (let at = 0; at < early.length; at += RECORDS_AT_ONCE) {
    const mark = newMark();
    lineage = [...lineage.slice(0, -1), mark, ...lineage.slice(-1)].slice(-MAX_LINEAGE);
    const { from, to = from + 1 } = rest;
    const part = new Map([
      ...early.slice(at, at + RECORDS_AT_ONCE),
      [LINEAGE, JSON.stringify(lineage.slice(0, -1))] as const,
    ]);
    const nothing = { enqueue: [], cancel: [], audit: [], messages: [] };
    if (!(await alertStore.commit({ ...rest, ...nothing, to, records: part }))) return null;
    const read = generationsAfter(rest.generations?.read ?? null, rest.generations?.next ?? mark);
    rest = { ...rest, from: to, to: to + 1, generations: { next: mark, ...rest.generations, read } };
  }
  return rest;
}

const eventTarget = (notification: Notification | null): string | null =>
  notification?.kind === 'event' ? notification.event.target : null;
