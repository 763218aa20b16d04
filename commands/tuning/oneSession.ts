import { t, tuningStatusMessage } from '../../formatters';
import { isSessionOver } from '../../src/monitors/tuning/jobSummary';
import type { StateUnavailableError } from '../../src/redis/errors';
import { policyThatEvicted } from '../../src/redis/eviction';
import { nameField } from '../../src/storage/sessionNames';
import { type CommandDeps, type CommandResponse, notThere } from '../command';
import { refreshButton } from '../lib/answerButtons';
import { envsOf } from '../lib/resolveTarget';
import { storeTotal } from '../lib/sessionTotals';
import { findSession } from './findSession';
import { placeWords, typedSession, type Within } from './sessionPlaces';

const NAME = '/arb-tuning';

const notRemembered = (error: StateUnavailableError): string =>
  t.commands.tuning.totalNotStored(t.errors.outage(error));

/** How far the session is that the text names; a total that is given is remembered. Throws StateUnavailableError. */
export async function sessionOf(
  text: string,
  totalGiven: number | null,
  words: Within,
  deps: CommandDeps,
): Promise<CommandResponse> {
  const found = await findSession(text, words, deps);
  if ('answer' in found) return notThere(found.answer);
  const { session: progress, names } = found;
  const [{ total, notStored }, evictionPolicy] = await Promise.all([
    storeTotal(progress.session, totalGiven, deps),
    policyThatEvicted(deps.eviction),
  ]);
  const notes = notStored === null ? [] : [notRemembered(notStored)];
  const { sessionId } = progress.session;
  const envs = envsOf(deps);
  const name = names.get(nameField(progress.session))?.name ?? null;
  const snapshot = progress.snapshot(total, deps.clock.now(), evictionPolicy, name);
  const typed = typedSession(sessionId, envs);
  // The same place as was asked for reaches the same session, though its id may run in other places too.
  const place = placeWords(words);
  const totalCommand = [NAME, typed ?? '<session>', '<total>', ...(place ? [place] : [])].join(' ');
  const message = tuningStatusMessage(snapshot, deps.format, { notes, totalCommand });
  const refresh = refreshButton(NAME, typed, place);
  const follow = isSessionOver(snapshot)
    ? []
    : refresh.map(({ command }) => ({ kind: 'follow' as const, command }));
  return { message, data: snapshot, public: false, buttons: [...refresh, ...(deps.follow ? follow : [])] };
}
