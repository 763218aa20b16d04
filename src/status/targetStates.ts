import type { DecideSettings } from '../alerts/decision';
import { type Hint, hintsOf } from '../alerts/hints';
import type { Known } from '../alerts/known';
import { newestOf } from '../alerts/signs';
import { isOpenFor, type TargetState, targetState } from '../alerts/targetState';
import { between } from '../alerts/values';
import type { Clock } from '../clock';
import type { ControlMonitor } from '../monitors/controls';
import type { LiveStatusSnapshot } from '../monitors/liveSnapshot';
import { type LiveMonitorSettings, monitorOf } from '../monitors/liveStatusMonitor';
import type { ControlState } from '../state/controlState';
import { type Place, placeId } from '../state/keys';
import type { StateStore } from '../state/store';

/** Nobody watches where the last check that saw the traders is older, in ms. */
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
  readonly live: LiveMonitorSettings;
  /** What the bot knows by its checks; null where nobody checks, or nothing is stored. */
  readonly stored: () => Promise<Known | null>;
  readonly configured?: DecideSettings['targets'];
  readonly controls?: Pick<ControlMonitor, 'observe'>;
  /** The newest real order that is known beside what is stored; null for none. */
  readonly lastRealOrder?: (place: Place) => Promise<Date | null>;
}

/** Says how targets are: by what they report now, what was observed of them before, and the incidents that are open. */
export class TargetStates {
  constructor(private readonly deps: TargetStatesDeps) {}

  /** These targets now, in their order, in one round trip to Redis. Throws StateUnavailableError. */
  async of(places: readonly Place[]): Promise<readonly TargetView[]> {
    const { stored, store, clock, live, lastRealOrder } = this.deps;
    const [known, controls, orders, ...snapshots] = await Promise.all([
      stored(),
      this.deps.controls?.observe() ?? null,
      Promise.all(places.map((place) => lastRealOrder?.(place) ?? null)),
      ...places.map((place) => monitorOf(place, { store, clock }, live).snapshot()),
    ]);
    return snapshots.map((snapshot, i) => {
      const state = this.stateOf(snapshot, known, orders[i] ?? null);
      const own = (controls ?? []).filter(({ env }) => env === state.env);
      return { snapshot, state, hints: hintsOf(state, snapshot), controls: own };
    });
  }

  private stateOf(
    snapshot: LiveStatusSnapshot,
    known: Known | null,
    lastRealOrderAt: Date | null,
  ): TargetState {
    const { live, configured } = this.deps;
    const place = placeOfSnapshot(snapshot);
    const target = placeId(place);
    const now = snapshot.timestamp;
    const remembered = known?.targets.find((each) => each.target === target) ?? null;
    const isWatched = known !== null && between(known.sawAt, now) <= WATCHED_WITHIN_MS;
    return targetState(
      {
        place,
        seen: snapshot,
        known: remembered,
        incidents: (known?.incidents ?? []).filter((incident) => isOpenFor(incident, target)),
        watchedSince: isWatched ? known.watchedSince : null,
        configured: configured?.get(target),
        staleAfterMs: live.staleAfterMsByTarget?.[target] ?? live.staleAfterMs,
        lastRealOrderAt: newestOf(lastRealOrderAt, remembered?.lastRealOrderAt ?? null),
      },
      now,
    );
  }
}

const placeOfSnapshot = ({ mode, env, otherPrefix }: LiveStatusSnapshot): Place =>
  otherPrefix === undefined ? { mode, env } : { mode, env, otherPrefix };
