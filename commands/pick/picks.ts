import { type Pick, type PickerOption, shortMessage, t, targetName } from '../../formatters';
import { shortSessionIds } from '../../src/monitors/tuning/shortSessionIds';
import { nameField } from '../../src/storage/sessionNames';
import { type CommandDeps, type CommandResponse, ephemeral } from '../command';
import { PICKED } from '../lib/answerButtons';
import { typedPlace } from '../lib/parseArgs';
import { envsOf } from '../lib/resolveTarget';
import { newestFirst } from '../lib/sessionSearch';
import { ANYWHERE, placeWords, sessionsIn, typedSession } from '../tuning/sessionPlaces';
import { loadNames } from '../tuning/storedNames';

/** What there is to choose for a command; or an answer, where there is nothing. Throws StateUnavailableError. */
export async function pickOf(command: string | null, deps: CommandDeps): Promise<Pick | CommandResponse> {
  const picked = command === null ? undefined : PICKED.get(command);
  if (command === null || picked === undefined) return ephemeral(shortMessage([t.answers.unknownButton]));
  const { subject, periods } = picked;
  const options = subject === 'target' ? targetsIn(deps) : await sessionsNewestFirst(deps);
  if (options.length === 0) return ephemeral(shortMessage([t.answers.picker.nothing[subject]]));
  const isHistoryKept = deps.history.health().mode !== 'off';
  return { subject, options, command, periods: isHistoryKept ? periods : [] };
}

/** Those that exist; before any is found, those that may. */
function targetsIn({ targets }: CommandDeps): PickerOption[] {
  const existing = targets.existing();
  return (existing.length > 0 ? existing : targets.list()).flatMap((place) => {
    const words = typedPlace(place);
    return words === null ? [] : [{ name: targetName(place), words }];
  });
}

async function sessionsNewestFirst(deps: CommandDeps): Promise<PickerOption[]> {
  const [found, names] = await Promise.all([sessionsIn(ANYWHERE, '', deps), loadNames(deps)]);
  const sessions = newestFirst(found).map(({ session }) => session);
  const shortIds = shortSessionIds(sessions.map(({ sessionId }) => sessionId));
  const envs = envsOf(deps);
  return sessions.flatMap((session) => {
    const { sessionId, mode, env } = session;
    const [typed, place] = [typedSession(sessionId, envs), placeWords({ mode, env })];
    if (typed === null || place === null) return [];
    const name = names.get(nameField(session))?.name ?? shortIds.get(sessionId) ?? sessionId;
    return [{ name: `${name} · ${place}`, words: `${typed} ${place}` }];
  });
}
