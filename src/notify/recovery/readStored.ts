import type { AlertState } from '../../alerting/state/alertState';
import { decodeParts, type StateParts, stateFrom } from '../../alerting/state/codec';
import { withNewestSignsOf } from '../../alerting/state/merge';
import type { Logger } from '../../lib/logger';
import type { AlertStore } from '../../storage/alertStore';
import { isMissing } from './detectLoss';
import type { CachedSnapshot, StoredSnapshot } from './snapshots';

/** What the store has: what changed since `cached`, where it goes on from there; else all of it. Throws StateUnavailableError. */
export async function readStored(
  alertStore: AlertStore,
  cached: CachedSnapshot | null,
  log: Logger,
): Promise<StoredSnapshot> {
  if (cached !== null) {
    const stored = await readSince(alertStore, cached, log);
    if (stored.isEmpty || !isMissing(stored, cached)) return stored;
  }
  return readSince(alertStore, null, log);
}

async function readSince(
  alertStore: AlertStore,
  cached: CachedSnapshot | null,
  log: Logger,
): Promise<StoredSnapshot> {
  // The generations last: what is lost before they are read shows by them.
  const [read, messages, waiting, generations] = await Promise.all([
    alertStore.load(cached?.version),
    alertStore.messageRefs(),
    alertStore.pending(),
    alertStore.generations(),
  ]);
  const rest = { messages, waiting, generations, isEmpty: read === null, version: read?.version ?? 0 };
  if (read === null) return { ...rest, known: null, parts: new Map() };
  const before = read.isComplete ? undefined : cached?.parts;
  const { parts, discarded } = decodeParts(read.records, before);
  for (const [name, err] of discarded)
    log.warn({ part: name, err }, 'discarded undecodable part of stored state');
  const known = stateFrom(parts);
  return {
    ...rest,
    known: known && cached ? withOwnObservations(known, parts, cached) : known,
    // Stored again with the next commit.
    parts: new Map([...parts, ...[...discarded.keys()].map((name) => [name, undefined] as const)]),
  };
}

/**
 * With what this instance has observed since of targets that are stored late. Where another one has stored a record
 * meanwhile, that goes on from there, with the newest signs of life.
 */
function withOwnObservations(known: AlertState, parts: StateParts, cached: CachedSnapshot): AlertState {
  const own = new Map(cached.known.targets.map((each) => [each.target, each]));
  const isOwn = (name: string) => parts.get(name) === cached.parts.get(name);
  const latest = known.targets.map((each) =>
    isOwn(`target:${each.target}`) ? (own.get(each.target) ?? each) : each,
  );
  return { ...known, targets: withNewestSignsOf(latest, cached.known.targets) };
}
