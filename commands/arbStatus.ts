import {
  type AnswerButton,
  isAllSilent,
  liveStatusMessage,
  overviewMessage,
  t,
  targetJson,
  withOthers,
} from '../formatters';
import type { TargetState } from '../src/alerting/state/targetState';
import type { TargetView } from '../src/alerting/targetStates';
import { nearest } from '../src/lib/suggest';
import { type Env, type Mode, type Place, placeId } from '../src/state/keys';
import type { Command, CommandDeps, CommandResponse } from './command';
import { followResponse, watchVerb } from './follow/follow';
import { alertsButton, chooseButton, periodButtons, refreshButton, targetButtons } from './lib/answerButtons';
import { type CommonArgs, parseCommonArgs, typedPlace, UsageError } from './lib/parseArgs';
import { notATarget, OTHER_WORDS } from './lib/parseTarget';
import { envsOf, mergePlaces, noSuchTarget, resolveTarget } from './lib/resolveTarget';
import { takePeriod } from './lib/time/period';
import { tokenize } from './lib/tokens';
import { statusOverPeriod } from './performance/statusOverPeriod';

const NAME = '/arb-status';
const VERBS = ['watch', 'unwatch', 'board'] as const;

export const arbStatus: Command = {
  name: NAME,
  get description() {
    return t.commands.status.description;
  },
  usageHint: '[watch|unwatch|board] [live|paper|shadow] [env] [24h|7d|30d] [public]',
  get examples() {
    return [
      { text: '/arb-status', meaning: t.commands.status.all },
      { text: '/arb-status paper docker', meaning: t.commands.status.one },
      { text: '/arb-status live', meaning: t.commands.status.only },
      { text: '/arb-status paper docker 7d', meaning: t.commands.status.period },
      {
        text: '/arb-status live production public',
        meaning: t.commands.status.public,
      },
      { text: '/arb-status watch paper docker', meaning: t.follow.help.watch },
      { text: '/arb-status board', meaning: t.follow.help.board },
      {
        text: '/arb-status paper:watch',
        meaning: t.commands.status.reserved,
      },
    ];
  },
  isQuestion: (text) => watchVerb(tokenize(text), VERBS) === null,
  async execute(text, deps) {
    const envs = envsOf(deps);
    const words = tokenize(text);
    const watching = watchVerb(words, VERBS);
    if (watching !== null) {
      const shown = await arbStatus.execute(watching.text, deps);
      return followResponse(watching.verb, shown, 'status', deps);
    }
    const { periodMs, typed, rest } = takePeriod(words);
    const args = parseCommonArgs(rest, envs);
    const [env, surplus] = args.rest;
    if (surplus !== undefined) throw notATarget(surplus.text, envs);
    if (periodMs !== null && args.mode === null) throw periodWithoutTarget(typed);
    const answer = await answerTo(args, env?.text ?? null, envs, { ...deps, periodMs });
    return { ...answer, public: args.public };
  },
};

interface StatusDeps extends CommandDeps {
  /** How far to look back, in ms; null for not at all. */
  readonly periodMs: number | null;
}

/** What is shown, for people and for programs. */
type Shown = Omit<CommandResponse, 'public'>;

/** `word` may be an env that nobody knows yet. */
async function answerTo(
  { mode, env, otherPrefix }: CommonArgs,
  word: string | null,
  envs: readonly Env[],
  deps: StatusDeps,
): Promise<Shown> {
  if (word !== null && (mode === null || env !== null)) throw notATarget(word, envs);
  if (mode === null) return overview(env, deps);
  if (word !== null || env !== null) return statusOn({ mode, env: env ?? word ?? '', otherPrefix }, deps);
  const listed = deps.targets.list().filter((place) => place.mode === mode);
  const views = await deps.states.of(listed, deps.signal);
  const reporting = views.filter((view) => !isAllSilent(view)).map(({ snapshot }) => snapshot);
  const existing = mergePlaces(deps.targets.existing(), reporting.map(nameOf));
  const { place, others } = resolveTarget({ mode, env: null, otherPrefix }, existing);
  const view = views.find(({ snapshot }) => placeId(snapshot) === placeId(place));
  const response = view === undefined ? await statusOf(place, deps) : await show(view, deps);
  return { ...response, message: withOthers(response.message, others) };
}

/** One that is neither known nor has any key is answered with those that exist. */
async function statusOn(
  asked: { readonly mode: Mode; readonly env: Env; readonly otherPrefix: string | undefined },
  deps: StatusDeps,
): Promise<Shown> {
  const existing = deps.targets.existing();
  const { place } = resolveTarget(asked, existing);
  const [view] = await deps.states.of([place], deps.signal);
  if (view === undefined) throw new Error('A target that was asked for has no state');
  const isKnown = [...deps.targets.list(), ...existing].some((each) => placeId(each) === placeId(place));
  if (!isAllSilent(view) || isKnown) return show(view, deps);
  const word = nearest(asked.env, [...OTHER_WORDS, ...envsOf(deps)]);
  if (word !== null && OTHER_WORDS.includes(word)) throw notATarget(asked.env, envsOf(deps));
  throw noSuchTarget(place, existing);
}

const nameOf = ({ mode, env, otherPrefix }: Place): Place =>
  otherPrefix === undefined ? { mode, env } : { mode, env, otherPrefix };

const periodWithoutTarget = (word: string | null): UsageError =>
  new UsageError({
    word,
    problem: t.commands.status.periodOfWhom,
    expected: t.commands.status.target,
    suggestion: null,
  });

/** One trader, in full. Throws StateUnavailableError. */
export async function statusOf(
  place: Place,
  deps: CommandDeps & { readonly periodMs?: number | null },
): Promise<Shown> {
  const [view] = await deps.states.of([place], deps.signal);
  if (view === undefined) throw new Error('A target that was asked for has no state');
  return show(view, { ...deps, periodMs: deps.periodMs ?? null });
}

/** A target that has no key, and of which nothing tells that it ever had one, is not there. */
async function show(view: TargetView, deps: StatusDeps): Promise<Shown> {
  const { targets, format, periodMs } = deps;
  const isThere =
    !isAllSilent(view) || targets.existing().some((place) => placeId(place) === placeId(view.snapshot));
  const message =
    periodMs === null ? liveStatusMessage(view, format) : await statusOverPeriod(view, periodMs, deps);
  if (!isThere) return { message, data: targetJson(view, format), notFound: true };
  return { message, data: targetJson(view, format), buttons: statusButtons(view, deps) };
}

function statusButtons(view: TargetView, deps: StatusDeps): readonly AnswerButton[] {
  const { periodMs } = deps;
  const place = nameOf(view.snapshot);
  const minutes = periodMs === null ? null : Math.round(periodMs / 60_000);
  const hours = minutes !== null && minutes % 60 === 0 ? minutes / 60 : null;
  const period = minutes === null ? '' : hours === null ? `${minutes}m` : `${hours}h`;
  return [
    ...refreshButton(NAME, typedPlace(place), period),
    ...(isAllSilent(view) ? [] : periodButtons(NAME, place, periodMs, deps)),
    ...alertsButton(deps),
  ];
}

/** All targets, or all of one env. */
const overview = (env: Env | null, deps: CommandDeps): Promise<Shown> =>
  overviewOf(
    deps.targets.list().filter((target) => env === null || target.env === env),
    deps,
    env ?? '',
  );

/**
 * These targets at a glance, in one round trip. Throws StateUnavailableError.
 * @param words what asks for the same again; null where nothing does
 */
export async function overviewOf(
  targets: readonly Place[],
  deps: CommandDeps,
  words: string | null = null,
): Promise<Shown> {
  const { states, clock, format, signal } = deps;
  const all = await states.of(targets, signal);
  const views = all.filter((view) => !isAllSilent(view));
  const silent = all.filter(isAllSilent).map(({ state }) => state);
  const neverReported = views.length === 0 ? silent : inUse(silent, views);
  const now = clock.now();
  return {
    message: overviewMessage({ views, neverReported, now }, format),
    data: {
      timestamp: now,
      targets: views.map((view) => targetJson(view, format)),
      neverReported: neverReported.map(placeId),
    },
    buttons: [
      ...refreshButton(NAME, words),
      ...alertsButton(deps),
      ...(words === null ? [] : chooseButton(NAME)),
      ...targetButtons(
        NAME,
        views.map(({ snapshot }) => nameOf(snapshot)),
      ),
    ],
  };
}

/** Of an env in which nobody runs anything there is nothing to say. */
function inUse(silent: readonly TargetState[], views: readonly TargetView[]): readonly TargetState[] {
  const envs = new Set(views.map(({ state }) => state.env));
  return silent.filter(({ env }) => envs.has(env));
}
