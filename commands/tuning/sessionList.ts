import { type AnswerButton, type ListedSession, tuningListMessage } from '../../formatters';
import { shortSessionIds } from '../../src/monitors/tuning/shortSessionIds';
import { policyThatEvicted } from '../../src/redis/eviction';
import type { Env } from '../../src/state/keys';
import { nameField } from '../../src/storage/sessionNames';
import type { CommandDeps, CommandResponse } from '../command';
import { chooseButton, refreshButton } from '../lib/answerButtons';
import { envsOf } from '../lib/resolveTarget';
import { newestFirst, summaryOf } from '../lib/sessionSearch';
import { loadTotal } from '../lib/sessionTotals';
import { placeWords, sessionsIn, typedSession, type Within } from './sessionPlaces';
import { loadNames } from './storedNames';

const NAME = '/arb-tuning';
const SESSIONS_LISTED = 10;

/** The recent sessions. Throws StateUnavailableError. */
export async function listSessions(words: Within, deps: CommandDeps): Promise<CommandResponse> {
  const now = deps.clock.now();
  const [unsorted, evictionPolicy, names] = await Promise.all([
    sessionsIn(words, '', deps),
    policyThatEvicted(deps.eviction),
    loadNames(deps),
  ]);
  const found = newestFirst(unsorted);
  const shortIds = shortSessionIds(found.map(({ session }) => session.sessionId));
  const sessions = await Promise.all(
    found.slice(0, SESSIONS_LISTED).map(async (progress) => {
      const name = names.get(nameField(progress.session))?.name ?? null;
      const total = await loadTotal(progress.session, deps);
      const shortId = shortIds.get(progress.session.sessionId) ?? progress.session.sessionId;
      return { ...summaryOf(progress.snapshot(total, now, null, name)), shortId };
    }),
  );
  const more = Math.max(0, found.length - SESSIONS_LISTED);
  const message = tuningListMessage({ sessions, more, within: words, evictionPolicy, now }, deps.format);
  const data = { timestamp: now, sessions, more, evictionPolicy };
  const buttons = [
    ...refreshButton(NAME, placeWords(words)),
    ...(more > 0 ? chooseButton(NAME) : []),
    ...sessions.flatMap((session) => openButton(session, envsOf(deps))),
  ];
  return { message, data, public: false, buttons };
}

/** Shows one session of the list; nothing where it cannot be typed. */
function openButton(
  { sessionId, mode, env, name, shortId }: ListedSession,
  envs: readonly Env[],
): AnswerButton[] {
  const [typed, place] = [typedSession(sessionId, envs), placeWords({ mode, env })];
  if (typed === null || place === null) return [];
  return [{ kind: 'target', isSession: true, name: name ?? shortId, command: `${NAME} ${typed} ${place}` }];
}
