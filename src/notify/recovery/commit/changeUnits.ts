import { decodeAuditEntry } from '../../../alerting/auditLog';
import type { Changeset } from '../../../storage/alertStore';
import { decodeNotification } from '../../model/codec';
import { incidentIdOf } from '../../model/predicates';
import type { Put } from '../snapshots';

const TARGET = 'target:';
const INCIDENT = 'incident:';

/** What is stored together: a target's record; or an incident with all that is sent, cancelled, audited and forgotten of it. */
export type ChangeUnit = Pick<Changeset, 'records' | 'enqueue' | 'cancel' | 'audit' | 'messages'>;

/**
 * A change in units, each of which is right by itself, the targets' first; `rest` is what is of all of them, or of none. A
 * target of which an event is sent is left in the rest, with the event.
 */
export function splitChange(change: Changeset): { units: readonly ChangeUnit[]; rest: Changeset } {
  const puts = change.enqueue.map((put) => ({ put, notification: decodeNotification(put.text) }));
  const withEvent = puts.flatMap(({ notification }) =>
    notification?.kind === 'event' ? [`${TARGET}${notification.event.target}`] : [],
  );
  const owners = new Owners([...change.records.keys()], new Set(withEvent));
  const enqueue = owners.split(
    puts,
    ({ put, notification }) => (notification && incidentIdOf(notification)) ?? put.id,
  );
  const cancel = owners.split(change.cancel, (id) => id);
  const audit = owners.split(change.audit, (entry) => decodeAuditEntry(entry)?.incident?.id ?? '');
  const messages = owners.split(change.messages, ({ incidentId }) => incidentId);
  const unitOf = (name: string): ChangeUnit => ({
    records: new Map([[name, change.records.get(name) ?? null]]),
    enqueue: putsIn(enqueue.get(name)),
    cancel: cancel.get(name) ?? [],
    audit: audit.get(name) ?? [],
    messages: messages.get(name) ?? [],
  });
  return {
    units: [...owners.targets, ...owners.incidents].map(unitOf),
    rest: {
      ...change,
      records: new Map([...change.records].filter(([name]) => !owners.has(name))),
      enqueue: putsIn(enqueue.get(null)),
      cancel: cancel.get(null) ?? [],
      audit: audit.get(null) ?? [],
      messages: messages.get(null) ?? [],
    },
  };
}

const putsIn = (some: readonly { readonly put: Put }[] = []): readonly Put[] => some.map(({ put }) => put);

/** The records that other parts of a change may belong to. */
class Owners {
  readonly targets: readonly string[];
  readonly incidents: ReadonlySet<string>;
  private readonly names: ReadonlySet<string>;

  constructor(names: readonly string[], withEvent: ReadonlySet<string>) {
    this.targets = names.filter((name) => name.startsWith(TARGET) && !withEvent.has(name));
    this.incidents = new Set(names.filter((name) => name.startsWith(INCIDENT)));
    this.names = new Set([...this.targets, ...this.incidents]);
  }

  has(name: string): boolean {
    return this.names.has(name);
  }

  /** By the record of the incident that each names by an id; null for those of no incident among them. */
  split<Item>(items: readonly Item[], idOf: (item: Item) => string): ReadonlyMap<string | null, Item[]> {
    const owned = new Map<string | null, Item[]>();
    for (const item of items) {
      const name = this.recordOf(idOf(item));
      const already = owned.get(name);
      if (already === undefined) owned.set(name, [item]);
      else already.push(item);
    }
    return owned;
  }

  /** The id of what is sent of an incident begins with the incident's, and a slash; ids may contain slashes themselves. */
  private recordOf(id: string): string | null {
    for (let end = id.length; end > 0; end = id.lastIndexOf('/', end - 1)) {
      const name = INCIDENT + id.slice(0, end);
      if (this.incidents.has(name)) return name;
    }
    return null;
  }
}
