import { liveStatusMessage, type Message, overviewMessage, reportsNothing } from '../formatters';
import type { TargetState } from '../src/alerts/targetState';
import { DEFAULT_TARGETS } from '../src/monitors/targetDirectory';
import { DEFAULT_ENVS, type Env, MODES, type Place } from '../src/state/keys';
import type { TargetView } from '../src/status/targetStates';
import type { Command, CommandDeps } from './command';
import { commonWords, nearest, UsageError } from './words';

export const arbStatus: Command = {
  name: '/arb-status',
  description: 'How a trader is doing: alive, trading, safe? Without words: all of them at a glance.',
  usageHint: '[live|paper|shadow] [docker|local] [public]',
  examples: [
    { text: '/arb-status', meaning: 'all traders at a glance' },
    { text: '/arb-status paper docker', meaning: 'the paper trader on docker' },
    { text: '/arb-status live', meaning: 'the live trader on docker, which is meant when no env is named' },
    {
      text: '/arb-status live local public',
      meaning: 'the live trader on local, for the whole channel to see',
    },
  ],
  async answer(text, deps) {
    const words = commonWords(text);
    const [unknown] = words.rest;
    if (unknown !== undefined) throw notATarget(unknown.text);
    const { mode, env } = words;
    const message =
      mode === null ? await overview(env, deps) : await status({ mode, env: env ?? 'docker' }, deps);
    return { message, public: words.public };
  },
};

const notATarget = (word: string): UsageError =>
  new UsageError({
    word,
    problem: 'is not a mode or an env',
    expected: 'live, paper or shadow, then docker or local',
    suggestion: nearest(word, [...MODES, ...DEFAULT_ENVS, 'public', 'help']),
  });

/** One trader, in full. Throws StateUnavailableError. */
export async function status(place: Place, { states, format }: CommandDeps): Promise<Message> {
  const [view] = await states.of([place]);
  if (view === undefined) throw new Error('A target that was asked for has no state');
  return liveStatusMessage(view, format);
}

/** All targets, or all of one env. */
const overview = (env: Env | null, deps: CommandDeps): Promise<Message> =>
  overviewOf(
    DEFAULT_TARGETS.list().filter((target) => env === null || target.env === env),
    deps,
  );

/** These targets at a glance, in one round trip. Throws StateUnavailableError. */
export async function overviewOf(
  targets: readonly Place[],
  { states, clock, format }: CommandDeps,
): Promise<Message> {
  const all = await states.of(targets);
  const views = all.filter((view) => !isSilent(view));
  const silent = all.filter(isSilent).map(({ state }) => state);
  return overviewMessage(
    { views, neverReported: views.length === 0 ? silent : inUse(silent, views), now: clock.now() },
    format,
  );
}

const isSilent = ({ state, snapshot }: TargetView): boolean =>
  state.status === 'not_reported' && reportsNothing(snapshot);

/** Of an env in which nobody runs anything there is nothing to say. */
function inUse(silent: readonly TargetState[], views: readonly TargetView[]): readonly TargetState[] {
  const envs = new Set(views.map(({ state }) => state.env));
  return silent.filter(({ env }) => envs.has(env));
}
