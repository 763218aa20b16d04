import { ambiguousSessionMessage, type Message, unknownSessionMessage } from '../../formatters';
import type { SessionProgress } from '../../src/monitors/tuning/sessionProgress';
import { policyThatEvicted } from '../../src/redis/eviction';
import type { SessionName } from '../../src/storage/botStore';
import { nameField } from '../../src/storage/sessionNames';
import type { CommandDeps } from '../command';
import { folded } from '../lib/plainText';
import { newestFirst, suggestSessions } from '../lib/sessionSearch';
import { ANYWHERE, sessionsIn, type Within } from './sessionPlaces';
import { loadNames } from './storedNames';

const CANDIDATES_LISTED = 10;
const SUGGESTIONS_LISTED = 3;

/** The one session that was meant, and what all are called; or what is answered where none is, or several are. */
export type FoundSession =
  | { readonly session: SessionProgress; readonly names: ReadonlyMap<string, SessionName> }
  | { readonly answer: Message };

/** The session that is called so, or whose id is, or else starts like, the text. Throws StateUnavailableError. */
export async function findSession(text: string, words: Within, deps: CommandDeps): Promise<FoundSession> {
  const [begun, names] = await Promise.all([sessionsIn(words, text, deps), loadNames(deps)]);
  const whole = begun.filter(({ session }) => session.sessionId === text);
  const called = whole.length > 0 ? [] : await calledSo(text, words, names, deps);
  const found = whole.length > 0 ? whole : called.length > 0 ? called : begun;
  const [session, ...others] = found;
  if (session === undefined) return { answer: await unknown(text, words, names, deps) };
  return others.length > 0 ? { answer: ambiguous(text, found, names, deps) } : { session, names };
}

async function calledSo(
  text: string,
  words: Within,
  names: ReadonlyMap<string, SessionName>,
  deps: CommandDeps,
): Promise<SessionProgress[]> {
  const isCalledSo = (name: SessionName | undefined) =>
    name !== undefined && folded(name.name) === folded(text);
  if (![...names.values()].some(isCalledSo)) return [];
  const all = await sessionsIn(words, '', deps);
  return all.filter(({ session }) => isCalledSo(names.get(nameField(session))));
}

function ambiguous(
  prefix: string,
  found: readonly SessionProgress[],
  names: ReadonlyMap<string, SessionName>,
  { format }: CommandDeps,
): Message {
  const candidates = newestFirst(found).map(({ session }) => withName(session, names));
  const more = Math.max(0, candidates.length - CANDIDATES_LISTED);
  return ambiguousSessionMessage(
    { prefix, candidates: candidates.slice(0, CANDIDATES_LISTED), more },
    format,
  );
}

/** The suggestions are of any mode and env, for the session may run in another than the one given. */
async function unknown(
  text: string,
  within: Within,
  names: ReadonlyMap<string, SessionName>,
  deps: CommandDeps,
): Promise<Message> {
  const [all, evictionPolicy] = await Promise.all([
    sessionsIn(ANYWHERE, '', deps),
    policyThatEvicted(deps.eviction),
  ]);
  const sessions = all.map(({ session }) => withName(session, names));
  const suggestions = suggestSessions(text, sessions).slice(0, SUGGESTIONS_LISTED);
  return unknownSessionMessage({ text, suggestions, within, evictionPolicy }, deps.format);
}

const withName = (
  session: SessionProgress['session'],
  names: ReadonlyMap<string, SessionName>,
): SessionProgress['session'] & { readonly name: string | null } => ({
  ...session,
  name: names.get(nameField(session))?.name ?? null,
});
