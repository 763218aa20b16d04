import { liveStatusMessage, type Message, overviewMessage, reportsNothing } from '../formatters';
import { LiveStatusMonitor } from '../src/monitors/liveStatusMonitor';
import { ENVS, type Env, MODES, TARGETS, type Target } from '../src/state/keys';
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
    suggestion: nearest(word, [...MODES, ...ENVS, 'public', 'help']),
  });

/** One trader, in full. Throws StateUnavailableError. */
export async function status({ mode, env }: Target, deps: CommandDeps): Promise<Message> {
  const snapshot = await new LiveStatusMonitor(deps, mode, env, deps.live).snapshot();
  return liveStatusMessage(snapshot, deps.format);
}

/** All targets, or all of one env. */
const overview = (env: Env | null, deps: CommandDeps): Promise<Message> =>
  overviewOf(
    TARGETS.filter((target) => env === null || target.env === env),
    deps,
  );

/** These targets at a glance, in one round trip. Throws StateUnavailableError. */
export async function overviewOf(targets: readonly Target[], deps: CommandDeps): Promise<Message> {
  const snapshots = await Promise.all(
    targets.map(({ mode, env }) => new LiveStatusMonitor(deps, mode, env, deps.live).snapshot()),
  );
  return overviewMessage(
    {
      snapshots: snapshots.filter((snapshot) => !reportsNothing(snapshot)),
      neverReported: snapshots.filter(reportsNothing),
      now: deps.clock.now(),
    },
    deps.format,
  );
}
