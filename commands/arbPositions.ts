import { recordsMessage, recordsOverview, t, withOthers } from '../formatters';
import { type Env, type Place, placeId } from '../src/state/keys';
import type { Command, CommandDeps, CommandResponse } from './command';
import { chooseButton, refreshButton, targetButtons } from './lib/answerButtons';
import { parseCommonArgs, typedPlace } from './lib/parseArgs';
import { notATarget } from './lib/parseTarget';
import { envsOf, mergePlaces, noSuchTarget, resolveTarget, type TargetQuery } from './lib/resolveTarget';

const NAME = '/arb-positions';

export const arbPositions: Command = {
  name: NAME,
  get description() {
    return t.commands.positions.description;
  },
  usageHint: '[live|paper|shadow] [env] [public]',
  get examples() {
    return [
      { text: '/arb-positions', meaning: t.commands.positions.all },
      { text: '/arb-positions docker', meaning: t.commands.positions.ofEnv },
      { text: '/arb-positions live production', meaning: t.commands.positions.one },
      { text: '/arb-positions live production public', meaning: t.commands.positions.public },
    ];
  },
  isQuestion: () => true,
  async execute(text, deps) {
    const envs = envsOf(deps);
    const { mode, env, otherPrefix, rest, public: isPublic } = parseCommonArgs(text, envs);
    // Beside a mode, a word that nobody knows is an env.
    const isEnv = mode !== null && env === null;
    const wrong = rest[isEnv ? 1 : 0];
    if (wrong !== undefined) throw notATarget(wrong.text, envs);
    const answer =
      mode === null
        ? await overview(env, deps)
        : await recordsOf({ mode, env: env ?? rest[0]?.text ?? null, otherPrefix }, deps);
    return { ...answer, public: isPublic };
  },
};

/** What is shown, for people and for programs. */
type Shown = Omit<CommandResponse, 'public'>;

/** One trader, in full, in one round trip. Throws TargetError and StateUnavailableError. */
async function recordsOf(asked: TargetQuery, deps: CommandDeps): Promise<Shown> {
  const { targets, records, states, signal, format } = deps;
  const existing = mergePlaces(targets.existing(), recordedPlaces(deps));
  const { place, others } = resolveTarget(asked, existing);
  const id = placeId(place);
  if (![...targets.list(), ...existing].some((each) => placeId(each) === id))
    throw noSuchTarget(place, existing);
  const [[view], snapshot] = await Promise.all([states.of([place], signal), records.snapshot(place, signal)]);
  if (view === undefined) throw new Error('A target that was asked for has no state');
  return {
    message: withOthers(recordsMessage(view, snapshot, format), others),
    data: snapshot,
    buttons: refreshButton(NAME, typedPlace(place)),
  };
}

/** All that have recorded something, or those of one env; of one alone everything. Throws StateUnavailableError. */
async function overview(env: Env | null, deps: CommandDeps): Promise<Shown> {
  const { records, states, signal, format, clock } = deps;
  const places = recordedPlaces(deps).filter((place) => env === null || place.env === env);
  const [only] = places;
  if (only !== undefined && places.length === 1) return recordsOf(only, deps);
  const [views, snapshots] = await Promise.all([
    states.of(places, signal),
    Promise.all(places.map((place) => records.snapshot(place, signal))),
  ]);
  const all = views.flatMap((view, i) => {
    const snapshot = snapshots[i];
    return snapshot === undefined ? [] : [{ view, snapshot }];
  });
  const now = clock.now();
  const message = recordsOverview(all, { now, isLooking: !records.hasLooked() }, format);
  return {
    message,
    data: { timestamp: now, targets: snapshots },
    buttons: [...refreshButton(NAME, env ?? ''), ...chooseButton(NAME), ...targetButtons(NAME, places)],
  };
}

/** Live first. */
function recordedPlaces({ records, targets }: CommandDeps): readonly Place[] {
  const recorded = records.recorded();
  return mergePlaces(targets.list(), targets.existing()).filter((place) => recorded.has(placeId(place)));
}
