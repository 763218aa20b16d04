import { MAX_LINEAGE } from '../../alerting/state/lineage';
import { type AlertStore, type Changeset, LINEAGE } from '../../storage/alertStore';
import { decodeNotification } from '../model/codec';
import { incidentIdOf } from '../model/predicates';
import { generationsAfter, type Put } from './snapshots';

/** So many texts are stored at once: more would hold Redis for too long. */
const TEXTS_AT_ONCE = 300;
const TARGET = 'target:';
const INCIDENT = 'incident:';

/** What is stored together: a target's record; or an incident with all that is sent of it. */
interface Unit {
  readonly record: readonly [name: string, text: string];
  readonly enqueue: readonly Put[];
}

/**
 * Stores most of a large change before the rest of it, a part at a time: all at once it would hold Redis for long. First
 * the targets' records, each of which is right by itself, but for those of which an event is sent; then the incidents,
 * each with its notifications. Resolves to the rest of the change; to null where another instance was first.
 */
export async function commitEarly(
  alertStore: AlertStore,
  change: Changeset,
  lineageOf: readonly string[],
  newMark: () => string,
): Promise<Changeset | null> {
  if (change.records.size + change.enqueue.length <= TEXTS_AT_ONCE) return change;
  const parts = chunks(unitsOf(change));
  const stored = new Set(
    parts.flat().flatMap(({ record, enqueue }) => [record[0], ...enqueue.map(({ id }) => id)]),
  );
  let rest: Changeset = {
    ...change,
    records: new Map([...change.records].filter(([name]) => !stored.has(name))),
    enqueue: change.enqueue.filter(({ id }) => !stored.has(id)),
  };
  let lineage = lineageOf.slice(0, -1);
  for (const units of parts) {
    const mark = newMark();
    lineage = [...lineage, mark].slice(1 - MAX_LINEAGE);
    const { from, to = from + 1 } = rest;
    const part: Changeset = {
      ...rest,
      to,
      records: new Map([...units.map(({ record }) => record), [LINEAGE, JSON.stringify(lineage)]]),
      enqueue: units.flatMap(({ enqueue }) => enqueue),
      cancel: [],
      audit: [],
      messages: [],
    };
    if (!(await alertStore.commit(part))) return null;
    rest = {
      ...rest,
      from: to,
      to: to + 1,
      ...(rest.generations && { generations: made(rest.generations) }),
    };
  }
  return rest;
}

/** The first commit makes what was not there. */
const made = ({ read, next }: NonNullable<Changeset['generations']>) => ({
  read: generationsAfter(read, next),
  next,
});

function unitsOf({ records, enqueue }: Changeset): readonly Unit[] {
  const withEvent = new Set<string>();
  const ofIncident = new Map<string, Put[]>();
  for (const put of enqueue) {
    const notification = decodeNotification(put.text);
    if (notification?.kind === 'event') withEvent.add(`${TARGET}${notification.event.target}`);
    const incidentId = notification && incidentIdOf(notification);
    if (incidentId !== null) ofIncident.set(incidentId, [...(ofIncident.get(incidentId) ?? []), put]);
  }
  const present = [...records].flatMap(([name, text]) => (text === null ? [] : [[name, text] as const]));
  const targets = present.filter(([name]) => name.startsWith(TARGET) && !withEvent.has(name));
  const incidents = present.filter(([name]) => name.startsWith(INCIDENT));
  return [
    ...targets.map((record) => ({ record, enqueue: [] })),
    ...incidents.map((record) => ({
      record,
      enqueue: ofIncident.get(record[0].slice(INCIDENT.length)) ?? [],
    })),
  ];
}

function chunks(units: readonly Unit[]): Unit[][] {
  const all: Unit[][] = [];
  let size = TEXTS_AT_ONCE;
  for (const unit of units) {
    const own = 1 + unit.enqueue.length;
    if (size + own > TEXTS_AT_ONCE) {
      all.push([]);
      size = 0;
    }
    all.at(-1)?.push(unit);
    size += own;
  }
  return all;
}
