import { type PersonalView, personalMessage, shortMessage, t } from '../../../formatters';
import { currentLanguage, inLanguage } from '../../../src/lib/language';
import { NewerSettingsError } from '../../../src/storage/personal/people';
import type { PersonalSettings } from '../../../src/storage/personal/personalSettings';
import { type CommandDeps, type CommandResponse, ephemeral } from '../../command';
import { unexpectedArg } from '../../lib/parseTarget';
import { folded } from '../../lib/plainText';
import { zoneOfRequester } from '../../lib/time/takeTime';
import type { Token } from '../../lib/tokens';
import type { BotSubcommand } from '../subcommand';
import {
  languageChange,
  type PersonalChange,
  quietChange,
  resetChange,
  sendChange,
  zoneChange,
} from './changes';

/** What can be changed, by the word for it. */
const CHANGES: Readonly<Record<string, (words: readonly Token[], deps: CommandDeps) => PersonalChange>> = {
  language: languageChange,
  zone: zoneChange,
  send: sendChange,
  quiet: quietChange,
  reset: resetChange,
};

/** What a person set for themselves; nobody else sees it. */
export const meCommand: BotSubcommand = {
  name: 'me',
  usage: `me [${Object.keys(CHANGES).join('|')}]`,
  get examples() {
    const { examples } = t.personal;
    return [
      { text: 'me', meaning: examples.show },
      { text: 'me language ko', meaning: examples.language },
      { text: 'me zone Asia/Seoul', meaning: examples.zone },
      { text: 'me send critical live', meaning: examples.send },
      { text: 'me quiet 23:00-07:00', meaning: examples.quiet },
      { text: 'me reset', meaning: examples.reset },
    ];
  },
  async execute([word, ...rest], deps) {
    const { userId } = deps.requester;
    if (word === undefined) return shown(await deps.people.of(userId), deps, false);
    const parse = Object.hasOwn(CHANGES, folded(word.text)) ? CHANGES[folded(word.text)] : undefined;
    if (parse === undefined || word.quoted)
      throw unexpectedArg(word.text, t.personal.settings, Object.keys(CHANGES));
    const change = parse(rest, deps);
    try {
      const settings = await deps.people.change(userId, change);
      deps.log.info({ userId, setting: folded(word.text) }, 'personal settings changed');
      return await shown(settings, deps, true);
    } catch (error) {
      if (error instanceof NewerSettingsError) return ephemeral(shortMessage([t.personal.newer]));
      throw error;
    }
  },
};

async function shown(
  settings: PersonalSettings,
  deps: CommandDeps,
  isChanged: boolean,
): Promise<CommandResponse> {
  const view = await personalViewOf(settings, deps);
  return ephemeral(inLanguage(view.language, () => personalMessage(view, isChanged)));
}

/** A person's settings, with what the bot goes by where they set nothing. */
export async function personalViewOf(settings: PersonalSettings, deps: CommandDeps): Promise<PersonalView> {
  const language = await deps.languages?.ofPerson(deps.requester.userId);
  return {
    settings,
    language: settings.language ?? language ?? currentLanguage(),
    zone: settings.zone === null ? await zoneOfRequester(deps) : { zone: settings.zone, from: 'own' },
  };
}
