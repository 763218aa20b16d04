import type { AlertState, TargetRecord } from '../../alerting';
import type { SignName } from '../../alerting/observation/expectedSigns';
import type { WatchedInputs } from '../../monitors/live/inputChanges';
import type { ControlKey } from '../../state/controlState';
import { inputKeysOf, inputPrefixesOf, signKeyOf } from '../../state/inputKeys';
import { type Place, placeId, type TargetId, targetOfId } from '../../state/keys';

/** Redis compares the key of every write with each prefix: beyond so many targets, or runs, regular checks find changes. */
const MOST_TARGETS = 20;
const MOST_DOWN = 10;
const MOST_RUNS = 20;

export interface InputSources {
  readonly places: readonly Place[];
  /** Those of which the last pass over the keyspace found a key. */
  readonly found: ReadonlySet<TargetId>;
  /** The most important first, where there are many. */
  readonly controls: readonly ControlKey[];
  readonly keyPrefix: string;
}

/** The flags, counters and live metrics of live traders, those that exist first; and the control states of runs. */
export function watchedInputs({ places, found, controls, keyPrefix }: InputSources): WatchedInputs {
  const live = places.filter(({ mode }) => mode === 'live');
  const isFound = (place: Place): boolean => found.has(placeId(place));
  const targets = [...live.filter(isFound), ...live.filter((place) => !isFound(place))]
    .slice(0, MOST_TARGETS)
    .map((place) => {
      const { mode, env, otherPrefix = keyPrefix } = place;
      return { id: placeId(place), trader: { prefix: otherPrefix, mode, env } };
    });
  const runs = controls.slice(0, MOST_RUNS).map(({ key }) => ({ key, target: null, fields: null }));
  return {
    keys: [...targets.flatMap(({ id, trader }) => inputKeysOf(trader, id)), ...runs],
    prefixes: [...targets.flatMap(({ trader }) => inputPrefixesOf(trader)), ...runs.map(({ key }) => key)],
  };
}

export interface SignSources {
  readonly known: AlertState | null;
  readonly keyPrefix: string;
  readonly heartbeatComponents: readonly string[];
  readonly configured: ReadonlyMap<TargetId, { readonly signs: readonly SignName[] | null }> | undefined;
}

/** The signs of life by which targets recover that an alert is about, by their keys. */
export const watchedSigns = (sources: SignSources): ReadonlyMap<string, TargetId> =>
  new Map(
    (sources.known?.targets ?? [])
      .filter(isDown)
      .slice(0, MOST_DOWN)
      .flatMap((each) => signsOf(each, sources).map((key) => [key, each.target] as const)),
  );

const isDown = ({ status, muted, probation }: TargetRecord): boolean =>
  !muted && probation === null && SIGNS_OF[status] !== undefined;

const BOTH = ['heartbeat', 'portfolio'] as const;

/** By the status of a target, the signs of life that end it. */
const SIGNS_OF: Readonly<Partial<Record<TargetRecord['status'], readonly (typeof BOTH)[number][]>>> = {
  down: BOTH,
  no_heartbeat: ['heartbeat'],
  stale_portfolio: ['portfolio'],
};

function signsOf(
  { target: id, status }: TargetRecord,
  { keyPrefix, heartbeatComponents, configured }: SignSources,
): readonly string[] {
  const target = targetOfId(id, keyPrefix);
  if (target === null) return [];
  const names = configured?.get(id)?.signs ?? null;
  const kinds = SIGNS_OF[status] ?? [];
  const isExpected = (kind: 'heartbeat' | 'portfolio', name: SignName): boolean =>
    kinds.includes(kind) && (names === null || names.includes(kind) || names.includes(name));
  return [
    ...(isExpected('portfolio', 'portfolio') ? [signKeyOf(target, 'portfolio:state')] : []),
    ...heartbeatComponents
      .filter((component) => isExpected('heartbeat', `heartbeat:${component}`))
      .map((component) => signKeyOf(target, `heartbeat:${component}`)),
  ];
}
