import type { Known } from '../alerts';
import { incidentDelivery } from '../alerts/deliveries';
import { deliveryFromText, deliveryToText, placedFromText } from '../delivery/deliveryText';
import type { Ledger, LedgerChange, StoredMessage } from '../state/ledger';

type Put = LedgerChange['put'][number];

/** What the ledger held at the beginning of a check. */
export interface LedgerRead {
  readonly stored: Awaited<ReturnType<Ledger['read']>>;
  readonly messages: ReadonlyMap<string, string>;
  readonly waiting: readonly Put[];
}

/** What was stored at the last check, for when Redis is away, or comes back without it. */
export interface Remembered {
  readonly version: number;
  readonly known: Known;
  readonly messages: readonly StoredMessage[];
  /** What was to be sent. */
  readonly waiting: readonly Put[];
}

/** What is stored anew, and what an older copy of the data says is to be sent. */
export interface Restoring extends Remembered {
  readonly stale: readonly Put[];
  /** Where messages are, and as which revision, as that has it. */
  readonly staleMessages: ReadonlyMap<string, string>;
}

/**
 * Whether the ledger has lost what is remembered of it: it is empty, or older, as after a restart from a snapshot or a
 * failover to a replica that lagged behind; or it was empty, and begun anew by a copy that remembered less. Versions only
 * count up, also where it is stored anew from memory: one that is lower is older data, or what a copy that was started
 * meanwhile, and remembers nothing, has made of that.
 */
export function hasLost(remembered: Remembered, stored: LedgerRead['stored'], known: Known | null): boolean {
  if (stored === null) return true;
  if (known === null) return false;
  if (isBegunAnew(known, remembered.known)) return true;
  return stored.version < remembered.version;
}

/**
 * What is known again where the ledger has lost it. A copy that began anew saw the traders meanwhile, and may have opened
 * incidents of its own: these stay.
 */
export function knownAgain(remembered: Known, stored: Known | null): Known {
  if (stored === null || !isBegunAnew(stored, remembered)) return remembered;
  const { sawAt, watchedSince } = stored;
  const ids = new Set(remembered.incidents.map(({ id }) => id));
  const incidents = [...remembered.incidents, ...stored.incidents.filter(({ id }) => !ids.has(id))];
  return { ...remembered, sawAt, watchedSince, incidents };
}

/** Whether what is stored was begun anew, after a loss, by a copy that remembered less. */
export const isBegunAnew = (stored: Known | null, remembered: Known): boolean =>
  stored !== null && stored.knownSince > remembered.knownSince;

/**
 * The change with what is restored in it. What waited then waits again: the courier looks up whether it was sent
 * meanwhile. What only the older data wants to send was sent long ago; a message that it may set back is brought up to
 * date.
 */
export function restoredBy(restoring: Restoring | null, change: LedgerChange): LedgerChange {
  if (restoring === null) return change;
  const { waiting, stale, messages, known, version } = restoring;
  const decided = new Set(change.put.map(({ id }) => id));
  const waited = waiting.filter(({ id }) => !decided.has(id)).map(restored);
  const kept = new Set([...decided, ...waited.map(({ id }) => id)]);
  const setBack = stale.filter(({ id }) => !kept.has(id)).map(({ id, text }) => upToDate(id, text, known));
  return {
    ...change,
    // As old as what it is stored from: a copy that remembers more does the same again.
    to: Math.max(change.from + 1, version),
    // Another copy may have decided the same from what it had stored last, and told it.
    put: [
      ...waited,
      ...setBack.flatMap(({ put }) => put),
      ...broughtBack(restoring, kept),
      ...change.put.map(restored),
    ],
    drop: [...change.drop, ...setBack.flatMap(({ drop }) => drop)],
    messages: [...messages, ...change.messages],
  };
}

/**
 * What follows from the first sights of a copy that remembers nothing from before: it cannot know whether the ledger is
 * older than it was, and whether all this was told.
 */
export const inDoubt = (change: LedgerChange): LedgerChange => ({ ...change, put: change.put.map(restored) });

/** It may have been sent since it was remembered: whoever sends it looks first. */
function restored({ id, text }: Put): Put {
  const delivery = deliveryFromText(text);
  return delivery === null ? { id, text } : { id, text: deliveryToText({ ...delivery, restored: true }) };
}

/** What the older data wanted to send may have been sent before it was noticed: messages as they must stand now. */
function broughtBack({ messages, staleMessages, known }: Restoring, kept: ReadonlySet<string>): Put[] {
  return messages.flatMap(({ incidentId, text }) => {
    const stale = staleMessages.get(incidentId);
    const incident = known.incidents.find(({ id }) => id === incidentId);
    const placed = text === null ? null : placedFromText(text);
    if (stale === undefined || stale === text || !incident || placed === null || kept.has(incidentId))
      return [];
    const told = { channel: placed.channel, detectedAt: incident.closedAt ?? known.sawAt };
    return [{ id: incidentId, text: deliveryToText(incidentDelivery(incident, told)) }];
  });
}

function upToDate(id: string, text: string, { incidents }: Known): { put: Put[]; drop: string[] } {
  const delivery = deliveryFromText(text);
  const incident =
    delivery?.kind === 'incident' ? incidents.find((each) => each.id === delivery.incident.id) : null;
  if (!delivery || !incident) return { put: [], drop: [id] };
  const { channel, detectedAt } = delivery;
  return {
    put: [{ id, text: deliveryToText({ ...incidentDelivery(incident, { channel, detectedAt }), id }) }],
    drop: [],
  };
}

/** What is to be sent after a change, as far as is known: what was sent meanwhile may be among it. */
export function waitingAfter({ put, drop }: LedgerChange, before: readonly Put[]): readonly Put[] {
  const waiting = new Map([...before, ...put].map(({ id, text }) => [id, text]));
  for (const id of drop) waiting.delete(id);
  return [...waiting].map(([id, text]) => ({ id, text }));
}
