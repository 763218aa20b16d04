import { ALERT_SUBCOMMANDS } from '../../../commands/alerts';
import { arbAlerts } from '../../../commands/arbAlerts';
import { arbDigest } from '../../../commands/arbDigest';
import { arbPnl } from '../../../commands/arbPnl';
import { arbPositions } from '../../../commands/arbPositions';
import { arbStatus } from '../../../commands/arbStatus';
import { arbTuning } from '../../../commands/arbTuning';
import type { Command as SlackCommand } from '../../../commands/command';
import { t } from '../../../formatters';
import { MODES } from '../../state/keys';
import type { Cli } from '../cli';
import { plainText } from '../failure';
import { readAlertConfig, readConfig, readHistoryConfig } from '../readConfig';
import { messageText } from '../render/messageText';
import { inTerminalWords } from '../render/terminalWords';
import { slackWords } from '../slackWords';
import { viewIn } from '../view';
import { readWithRetry } from '../watch/readWithRetry';
import { type CliCommand, withJson } from './cliCommand';

/** A command that asks what a slash command asks, and shows its answer. */
interface Asked {
  readonly name: keyof typeof t.terminal.words;
  readonly command: SlackCommand;
  /** Where the command can do more in Slack. */
  readonly about?: () => string;
  /** The words that are known beforehand. */
  readonly choices: readonly string[];
  /** It has to know which traders there are. */
  readonly looksAround: boolean;
  /** It is about how the bot watches. */
  readonly isOfAlerts: boolean;
  /** It has nothing to say without a history. */
  readonly isOfPast?: true;
}

const readingWords = ALERT_SUBCOMMANDS.flatMap(({ readsOnly, words: [name] }) => (readsOnly ? [name] : []));

const ASKED: readonly Asked[] = [
  { name: 'status', command: arbStatus, choices: MODES, looksAround: true, isOfAlerts: false },
  { name: 'positions', command: arbPositions, choices: MODES, looksAround: true, isOfAlerts: false },
  {
    name: 'pnl',
    command: arbPnl,
    about: () => t.terminal.pnl,
    choices: MODES,
    looksAround: true,
    isOfAlerts: false,
    isOfPast: true,
  },
  { name: 'tuning', command: arbTuning, choices: MODES, looksAround: false, isOfAlerts: false },
  {
    name: 'alerts',
    command: arbAlerts,
    about: () => t.terminal.alerts,
    choices: [...readingWords, ...MODES],
    looksAround: true,
    isOfAlerts: true,
  },
  { name: 'digest', command: arbDigest, choices: [], looksAround: false, isOfAlerts: true },
];

interface AskedFlags {
  readonly json?: boolean;
}

/** What a terminal cannot do: it shows nothing to a channel, keeps no message current, and names nothing. */
const NOT_HERE = / ?\[public\]|\[watch\|unwatch(?:\|board)?\] | \| name .*$/g;

/** Those that make sense in a terminal. */
const examplesOf = ({ examples, name, isQuestion }: SlackCommand) =>
  examples
    .filter(({ text }) => isQuestion?.(text.slice(name.length).trim()) !== false)
    .map(({ text, meaning }) => ({ text: inTerminalWords(text), meaning }))
    .filter(({ text }) => text.startsWith('arbwatch') && !/ (?:public|\d+)$/.test(text));

export const ASKED_COMMANDS: readonly CliCommand<AskedFlags>[] = ASKED.map((asked) => ({
  name: asked.name,
  get about() {
    return asked.about?.() ?? asked.command.description;
  },
  get words() {
    return { syntax: '[words...]', about: t.terminal.words[asked.name], choices: asked.choices };
  },
  options: withJson,
  usage: asked.command.usageHint.replace(NOT_HERE, ''),
  get examples() {
    return examplesOf(asked.command);
  },
  run: (cli) => (words, flags) => ask(asked, words, { ...flags, cli }),
}));

async function ask(
  { command, looksAround, isOfAlerts, isOfPast }: Asked,
  words: readonly string[],
  { cli, json, ...flags }: AskedFlags & { readonly cli: Cli; readonly color: boolean },
) {
  const { terminal } = cli;
  const config = readConfig(cli);
  const past = readHistoryConfig(cli);
  const { timezone } = past;
  const history = cli.openHistory(past);
  const services = cli.open(config, isOfAlerts ? readAlertConfig(cli) : null, {
    repeats: false,
    past: { history, timezone },
  });
  const signal = cli.interruption();
  try {
    if (isOfPast) await history.targets(signal);
    const { message, data, notFound } = await readWithRetry(
      async () => {
        if (looksAround) await services.lookAround(signal);
        const zone = isOfPast ? timezone : terminal.zone;
        return command.execute(slackWords(words), { ...services.deps, zone, signal });
      },
      { signal, retryForMs: cli.retryForMs },
    );
    const hasFailed = notFound === true || services.wasDenied;
    const isText = json !== true;
    if (isText && !services.wasDenied) terminal.stdout.write(`${messageText(message, viewIn(cli, flags))}\n`);
    else if (data !== undefined) terminal.stdout.write(`${JSON.stringify(data, null, 2)}\n`);
    else terminal.stderr.write(`${plainText(message)}\n`);
    return hasFailed ? 1 : 0;
  } finally {
    await Promise.all([services.close(), history.close()]);
  }
}
