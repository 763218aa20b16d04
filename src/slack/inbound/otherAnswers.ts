import { type CommandResponse, ephemeral } from '../../../commands/command';
import { overloadedMessage, unknownCommandMessage } from '../../../formatters';
import type { Languages } from '../../access/languages';
import type { Requester } from '../../access/roles';
import { currentLanguage, inLanguage } from '../../lib/language';
import { nearest } from '../../lib/suggest';

/** In which language people read; English unless given. */
export type ReaderLanguages = Pick<Languages, 'ofPerson'> | undefined;

/** The answer, in the language of who asked, to what is not asked of any command, for there is too much to do. */
export const overloadedAnswer =
  (languages: ReaderLanguages) =>
  (_: unknown, requester: Requester): Promise<CommandResponse> =>
    toReader(languages, requester, () => ephemeral(overloadedMessage()));

/** The same to a command that the Slack app has and this version has not. */
export const unknownCommandAnswer = (
  languages: ReaderLanguages,
  requester: Requester,
  name: string,
  known: readonly string[],
): Promise<CommandResponse> =>
  toReader(languages, requester, () => ephemeral(unknownCommandMessage(name, nearest(name, known))));

async function toReader(
  languages: ReaderLanguages,
  { userId }: Requester,
  answer: () => CommandResponse,
): Promise<CommandResponse> {
  const language = (await languages?.ofPerson(userId)) ?? currentLanguage();
  return inLanguage(language, answer);
}
