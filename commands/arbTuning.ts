import {
  ambiguousSessionMessage,
  type Message,
  t,
  tuningListMessage,
  tuningStatusMessage,
  unknownSessionMessage,
} from '../formatters';
import type { SessionProgress } from '../src/monitors/tuning/sessionProgress';
import { StateUnavailableError } from '../src/redis/errors';
import { policyThatEvicted } from '../src/redis/eviction';
import type { Env } from '../src/state/keys';
import { type Command, type CommandDeps, type CommandResponse, notThere } from './command';
import { refreshButton } from './lib/answerButtons';
import { type CommonArgs, parseCommonArgs, quoteIfNeeded, typedPlace, UsageError } from './lib/parseArgs';
import { envsOf } from './lib/resolveTarget';
import { newestFirst, suggestSessions, summaryOf } from './lib/sessionSearch';
import { loadTotal, storeTotal } from './lib/sessionTotals';
import { type Token, tokenize } from './lib/tokens';

const SESSIONS_LISTED = 10;
const SUGGESTIONS_LISTED = 3;

const NAME = '/arb-tuning';

export const arbTuning: Command = {
  name: NAME,
  get description() {
    return t.commands.tuning.description;
  },
  usageHint: '<session> [total] [live|paper|shadow] [env] [public]',
  get examples() {
    return [
      { text: '/arb-tuning', meaning: t.commands.tuning.all },
      { text: '/arb-tuning 80a9c657', meaning: t.commands.tuning.one },
      {
        text: '/arb-tuning 80a9c657 500',
        meaning: t.commands.tuning.total,
      },
      { text: '/arb-tuning 80a9c657 shadow local', meaning: t.commands.tuning.within },
    ];
  },
  // A total stands behind its session, and is stored.
  isQuestion: (text) => tokenize(text).every((word, i) => i === 0 || !TOTAL.test(word.text)),
  async execute(text, deps) {
    const words = await wordsIn(text, deps);
    const [session, total, surplus] = words.rest;
    if (surplus !== undefined) throw notExpected(surplus.text);
    const totalGiven = total === undefined ? null : totalOf(total);
    const response =
      session === undefined
        ? await list(words, deps)
        : await sessionOf(session.text, totalGiven, words, deps);
    return { ...response, public: words.public };
  },
};

/** An env in which sessions alone run is known by them. */
async function wordsIn(text: string, deps: CommandDeps): Promise<CommonArgs> {
  const envs = envsOf(deps);
  const words = parseCommonArgs(text, envs);
  const [, total, surplus] = words.rest;
  const isPlain = surplus === undefined && (total === undefined || TOTAL.test(total.text));
  if (isPlain || words.env !== null) return words;
  const ofSessions = await deps.sessions.find({ startsWith: '' }, deps.signal).catch((error: unknown) => {
    if (error instanceof StateUnavailableError) return [];
    throw error;
  });
  return parseCommonArgs(text, [...envs, ...ofSessions.map(({ session }) => session.env)]);
}

const TOTAL = /^\d[\d_,]*$/;

const notRemembered = (error: StateUnavailableError): string =>
  t.commands.tuning.totalNotStored(t.errors.outage(error));

/** Where a session runs; null for anywhere. */
type Within = Pick<CommonArgs, 'mode' | 'env'>;

/** The session whose id is, or else starts like, the text. Throws StateUnavailableError. */
export async function sessionOf(
  text: string,
  totalGiven: number | null,
  words: Within,
  deps: CommandDeps,
): Promise<CommandResponse> {
  const found = await sessionsIn(words, text, deps);
  const whole = found.filter(({ session }) => session.sessionId === text);
  const [candidate, ...others] = whole.length > 0 ? whole : found;
  if (candidate === undefined) return notThere(await unknown(text, words, deps));
  if (others.length > 0) return notThere(ambiguous(text, [candidate, ...others], deps));
  const [{ total, notStored }, evictionPolicy] = await Promise.all([
    storeTotal(candidate.session, totalGiven, deps),
    policyThatEvicted(deps.eviction),
  ]);
  const notes = notStored === null ? [] : [notRemembered(notStored)];
  const { sessionId } = candidate.session;
  const envs = envsOf(deps);
  const totalCommand = totalCommandFor(sessionId, words, envs);
  const snapshot = candidate.snapshot(total, deps.clock.now(), evictionPolicy);
  const message = tuningStatusMessage(snapshot, deps.format, { notes, totalCommand });
  const buttons = refreshButton(NAME, typedSession(sessionId, envs), placeWords(words));
  return { message, data: snapshot, public: false, buttons };
}

/** A longer id would fill the screen, and what is unseen in one cannot be typed. */
const TYPEABLE = /^\P{C}{1,60}$/u;

/** The same place as was asked for reaches the same session, though its id may run in other places too. */
function totalCommandFor(sessionId: string, { mode, env }: Within, envs: readonly Env[]): string {
  const place = placeWords({ mode, env });
  const session = typedSession(sessionId, envs) ?? '<session>';
  return [NAME, session, '<total>', ...(place ? [place] : [])].join(' ');
}

const typedSession = (sessionId: string, envs: readonly Env[]): string | null =>
  TYPEABLE.test(sessionId) ? quoteIfNeeded(sessionId, envs) : null;

/** How a place is typed; empty for anywhere, null where it cannot be. */
const placeWords = ({ mode, env }: Within): string | null =>
  mode !== null && env !== null ? typedPlace({ mode, env }) : (mode ?? env ?? '');

function ambiguous(prefix: string, found: readonly SessionProgress[], deps: CommandDeps): Message {
  const candidates = newestFirst(found).map(({ session }) => session);
  const more = Math.max(0, candidates.length - SESSIONS_LISTED);
  return ambiguousSessionMessage(
    { prefix, candidates: candidates.slice(0, SESSIONS_LISTED), more },
    deps.format,
  );
}

/** The suggestions are of any mode and env, for the session may run in another than the one given. */
async function unknown(text: string, words: Within, deps: CommandDeps): Promise<Message> {
  const [all, evictionPolicy] = await Promise.all([
    sessionsIn({ mode: null, env: null }, '', deps),
    policyThatEvicted(deps.eviction),
  ]);
  const sessions = all.map(({ session }) => session);
  const suggestions = suggestSessions(text, sessions).slice(0, SUGGESTIONS_LISTED);
  return unknownSessionMessage({ text, suggestions, within: words, evictionPolicy }, deps.format);
}

async function list(words: CommonArgs, deps: CommandDeps): Promise<CommandResponse> {
  const now = deps.clock.now();
  const [unsorted, evictionPolicy] = await Promise.all([
    sessionsIn(words, '', deps),
    policyThatEvicted(deps.eviction),
  ]);
  const found = newestFirst(unsorted);
  const sessions = await Promise.all(
    found
      .slice(0, SESSIONS_LISTED)
      .map(async (progress) => summaryOf(progress.snapshot(await loadTotal(progress.session, deps), now))),
  );
  const more = Math.max(0, found.length - SESSIONS_LISTED);
  const message = tuningListMessage({ sessions, more, within: words, evictionPolicy, now }, deps.format);
  const data = { timestamp: now, sessions, more, evictionPolicy };
  return { message, data, public: false, buttons: refreshButton(NAME, placeWords(words)) };
}

const sessionsIn = (
  { mode, env }: Within,
  startsWith: string,
  deps: CommandDeps,
): Promise<SessionProgress[]> =>
  deps.sessions.find({ startsWith, mode: mode ?? undefined, env: env ?? undefined }, deps.signal);

function totalOf({ text }: Token): number {
  const total = TOTAL.test(text) ? Number(text.replace(/[_,]/g, '')) : 0;
  if (Number.isSafeInteger(total) && total > 0) return total;
  throw new UsageError({
    word: text,
    problem: t.commands.tuning.notATotal,
    expected: t.commands.tuning.aTotal,
    suggestion: null,
  });
}

const notExpected = (word: string): UsageError =>
  new UsageError({
    word,
    problem: t.commands.tuning.tooMany,
    expected: t.commands.tuning.atMost,
    suggestion: null,
  });
