import { liveStatusMessage, type Message, overviewMessage, reportsNothing } from '../formatters';
import type { LiveStatusSnapshot } from '../src/monitors/liveSnapshot';
import { monitorOf } from '../src/monitors/liveStatusMonitor';
import { DEFAULT_TARGETS } from '../src/monitors/targetDirectory';
import { DEFAULT_ENVS, type Env, MODES, type Place } from '../src/state/keys';
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
export async function status(place: Place, deps: CommandDeps): Promise<Message> {
  const snapshot = await monitorOf(place, deps, deps.live).snapshot();
  return liveStatusMessage(snapshot, deps.format);
}

/** All targets, or all of one env. */
const overview = (env: Env | null, deps: CommandDeps): Promise<Message> =>
  overviewOf(
    DEFAULT_TARGETS.list().filter((target) => env === null || target.env === env),
    deps,
  );

/** These targets at a glance, in one round trip. Throws StateUnavailableError. */
export async function overviewOf(targets: readonly Place[], deps: CommandDeps): Promise<Message> {
  const snapshots = await Promise.all(targets.map((place) => monitorOf(place, deps, deps.live).snapshot()));
  return overviewMessage(
    {
      snapshots: snapshots.filter((snapshot) => !reportsNothing(snapshot)),
      neverReported: snapshots.some((snapshot) => !reportsNothing(snapshot))
        ? silentIn(snapshots)
        : snapshots,
      now: deps.clock.now(),
    },
    deps.format,
  );
}

/** Those that report nothing where others do: of an env in which nobody runs anything there is nothing to say. */
function silentIn(snapshots: readonly LiveStatusSnapshot[]): readonly LiveStatusSnapshot[] {
  const used = new Set(snapshots.filter((snapshot) => !reportsNothing(snapshot)).map(({ env }) => env));
  return snapshots.filter((snapshot) => reportsNothing(snapshot) && used.has(snapshot.env));
}
