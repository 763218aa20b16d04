import type { Clock } from '../lib/clock';
import { msBetween } from '../lib/time';
import type { ControlMonitor } from '../monitors/live/controls';
import type { LiveStatusSnapshot } from '../monitors/live/liveSnapshot';
import { type LiveMonitorSettings, monitorOf } from '../monitors/live/liveStatusMonitor';
import { type AskEviction, mayEvict } from '../redis/eviction';
import type { ControlState } from '../state/controlState';
import { type Place, placeId } from '../state/keys';
import type { StateStore } from '../state/store';
import { type Hint, hintsOf } from './hints';
import type { Incident, TargetId } from './incidents/incident';
import { openByTarget } from './incidents/openIncidents';
import { newestOf } from './observation/signs';
import { silencesOf } from './silences/targetSilence';
import type { AlertState, TargetRecord } from './state/alertState';
import { type TargetState, targetState } from './state/targetState';
import type { AlertSettings } from './types';

/** Nobody watches where the last check that saw the traders is older than this, in ms, and than three intervals. */
const WATCHED_WITHIN_MS = 60_000;

/** A target as it is now: its state, and what it reports. */
export interface TargetView {
  readonly state: TargetState;
  readonly snapshot: LiveStatusSnapshot;
  /** What a person should mend in the trading system itself. */
  readonly hints: readonly Hint[];
  /** The control states of the runs in its env. */
  readonly controls: readonly ControlState[];
}

export interface TargetStatesDeps {
  readonly store: StateStore;
  readonly clock: Clock;
  readonly live: () => LiveMonitorSettings;
  /** What the bot knows by its checks; null where nobody checks, or nothing is stored. */
  readonly stored: () => Promise<AlertState | null>;
  readonly configured?: () => AlertSettings['targets'];
  /** How often it is checked, in ms; 0 unless given. */
  readonly checkIntervalMs?: () => number;
  readonly controls?: Pick<ControlMonitor, 'observe'>;
  /** Whether Redis evicts keys; nobody knows unless given. */
  readonly eviction?: AskEviction;
  /** The newest real order that is known beside what is stored; null for none. */
  readonly lastRealOrder?: (place: Place) => Promise<Date | null>;
}

/** Says how targets are: by what they report now, what was observed of them before, and the incidents that are open. */
export class TargetStates {
  constructor(private readonly deps: TargetStatesDeps) {}

  /** These targets now, in their order, in one round trip to Redis. Throws StateUnavailableError, or the signal's reason. */
  async of(places: readonly Place[], signal?: AbortSignal): Promise<readonly TargetView[]> {
    const { stored, store, clock, lastRealOrder, eviction } = this.deps;
    const live = this.deps.live();
    const [known, controls, orders, evicts, ...snapshots] = await Promise.all([
      stored(),
      this.deps.controls?.observe() ?? null,
      Promise.all(places.map((place) => lastRealOrder?.(place) ?? null)),
      mayEvict(eviction),
      ...places.map((place) => monitorOf(place, { store, clock }, live).snapshot(signal)),
    ]);
    const memory = known && memoryOf(known);
    return snapshots.map((snapshot, i) => {
      const state = this.stateOf(snapshot, memory, orders[i] ?? null);
      const own = (controls ?? []).filter(({ env }) => env === state.env);
      return { snapshot, state, hints: hintsOf(state, snapshot, evicts), controls: own };
    });
  }

  private stateOf(
    snapshot: LiveStatusSnapshot,
    memory: Memory | null,
    lastRealOrderAt: Date | null,
  ): TargetState {
    const live = this.deps.live();
    const place = placeOfSnapshot(snapshot);
    const target = placeId(place);
    const remembered = memory?.targets.get(target) ?? null;
    return targetState(
      {
        place,
        seen: snapshot,
        known: remembered,
        incidents: memory?.open.get(target) ?? [],
        silences: silencesOf(memory?.known.silences ?? [], target, snapshot.timestamp),
        continuousSince: this.continuousSince(memory, snapshot.timestamp),
        configured: this.deps.configured?.()?.get(target),
        staleAfterMs: live.staleAfterMsByTarget?.[target] ?? live.staleAfterMs,
        lastRealOrderAt: newestOf(lastRealOrderAt, remembered?.lastRealOrderAt ?? null),
      },
      snapshot.timestamp,
    );
  }

  private continuousSince(memory: Memory | null, now: Date): Date | null {
    const checkIntervalMs = this.deps.checkIntervalMs?.() ?? 0;
    if (memory === null) return null;
    const { observedAt, continuousSince } = memory.known;
    return msBetween(observedAt, now) <= Math.max(WATCHED_WITHIN_MS, 3 * checkIntervalMs)
      ? continuousSince
      : null;
  }
}

/** What is known, found by target: to look through it for each of thousands would take their square. */
interface Memory {
  readonly known: AlertState;
  readonly targets: ReadonlyMap<TargetId, TargetRecord>;
  readonly open: ReadonlyMap<TargetId, readonly Incident[]>;
}

const memoryOf = (known: AlertState): Memory => ({
  known,
  targets: new Map(known.targets.map((each) => [each.target, each])),
  open: openByTarget(known.incidents),
});

const placeOfSnapshot = ({ mode, env, otherPrefix }: LiveStatusSnapshot): Place =>
  otherPrefix === undefined ? { mode, env } : { mode, env, otherPrefix };
