import { shortMessage, t } from '../formatters';
import { compareCommand } from './arb/compare';
import { doctorCommand } from './arb/doctor';
import { meCommand } from './arb/me';
import { rehearseCommand } from './arb/rehearse';
import { reloadCommand } from './arb/reload';
import type { BotSubcommand } from './arb/subcommand';
import { type Command, ephemeral } from './command';
import { unexpectedArg } from './lib/parseTarget';
import { folded } from './lib/plainText';
import { tokenize } from './lib/tokens';

const SUBCOMMANDS: readonly BotSubcommand[] = [
  compareCommand,
  rehearseCommand,
  meCommand,
  doctorCommand,
  reloadCommand,
];

const NAMES = SUBCOMMANDS.map(({ name }) => name);

/** What concerns several traders, or the bot itself. */
export const arb: Command = {
  name: '/arb',
  get description() {
    return t.commands.arb.description;
  },
  usageHint: SUBCOMMANDS.map(({ usage }) => usage).join(' | '),
  get examples() {
    return SUBCOMMANDS.flatMap(({ examples }) =>
      examples.map(({ text, meaning }) => ({ text: `/arb ${text}`, meaning })),
    );
  },
  async execute(text, deps) {
    const [word, ...others] = tokenize(text);
    if (word === undefined) return ephemeral(shortMessage(...t.commands.arb.whichOne(SUBCOMMANDS)));
    const subcommand = SUBCOMMANDS.find(({ name }) => name === folded(word.text));
    if (subcommand === undefined || word.quoted)
      throw unexpectedArg(word.text, t.commands.arb.expected(NAMES), [...NAMES, 'help']);
    return subcommand.execute(others, deps);
  },
};
