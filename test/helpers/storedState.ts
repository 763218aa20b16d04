import { type AlertState, decodeState } from '../../src/alerting';
import type { AlertStore } from '../../src/storage/alertStore';

/** The state that a store has; null where it has none. */
export const stateIn = async (alertStore: Pick<AlertStore, 'load'>): Promise<AlertState | null> =>
  decodeState((await alertStore.load())?.records ?? new Map()).state;

/** Stored parts of the state by name, from plain JSON. */
export const recordsOf = (json: Readonly<Record<string, unknown>>): Map<string, string> =>
  new Map(Object.entries(json).map(([name, part]) => [name, JSON.stringify(part)]));

/** Plain JSON of the stored parts of the state, by name. */
export const jsonOf = (records: ReadonlyMap<string, string | null>): Record<string, unknown> =>
  Object.fromEntries([...records].map(([name, text]) => [name, JSON.parse(text ?? 'null')]));
