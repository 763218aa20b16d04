import { parsePast } from '../../../commands/lib/time/past';
import { rehearsalOutcomeMessage, t } from '../../../formatters';
import { ConfigError } from '../../config';
import type { ConfigInput } from '../../config/environment/readFiles';
import { type RehearsalOutcome, Rehearsals } from '../../rehearsal/rehearsals';
import { rehearsalConfigOf } from '../../rehearsal/settings/rehearsalConfig';
import type { TypedSetting } from '../../rehearsal/settings/typedSettings';
import type { Cli, ExitCode } from '../cli';
import { CommandFailure, CommandUsageError, plainText } from '../failure';
import { readHistoryConfig } from '../readConfig';
import { messageText } from '../render/messageText';
import { type DisplayFlags, viewIn } from '../view';
import { type CliCommand, withJson } from './cliCommand';

interface Flags {
  readonly config?: string;
  readonly since?: string;
  readonly json?: boolean;
}

const DEFAULT_SINCE = '7d';

export const rehearseCliCommand: CliCommand<Flags> = {
  name: 'rehearse',
  get about() {
    return t.rehearsal.terminal.about;
  },
  get words() {
    return { syntax: '[settings...]', about: t.rehearsal.terminal.words };
  },
  get notes() {
    return t.rehearsal.terminal.notes;
  },
  get examples() {
    const { ofFile, ofWord } = t.rehearsal.terminal;
    return [
      { text: 'arbwatch rehearse --config new.yaml --since 30d', meaning: ofFile },
      { text: 'arbwatch rehearse stale_after=120s --json', meaning: ofWord },
    ];
  },
  options: (command) =>
    withJson(
      command
        .option('--config <file>', t.rehearsal.terminal.config)
        .option('--since <time>', t.rehearsal.terminal.since, DEFAULT_SINCE),
    ),
  run: (cli) => async (words, flags) => {
    const { config: file, since = DEFAULT_SINCE } = flags;
    const typed = words.map(typedSetting);
    if (typed.length === 0 && file === undefined)
      throw new CommandUsageError(t.rehearsal.terminal.needsChange);
    const from = sinceOf(since, cli);
    const history = cli.openHistory(readHistoryConfig(cli));
    const rehearsals = new Rehearsals({
      ...{ history, clock: cli.clock, limitMs: Number.POSITIVE_INFINITY },
      current: () => rehearsalConfigOf(cli.input()),
      input: (name) => (name === null ? cli.input() : inputOf(name, cli)),
    });
    try {
      const outcome = await rehearsals.run({ since: from, typed, file: file ?? null }, cli.interruption());
      return print(outcome, cli, flags);
    } finally {
      await history.close();
    }
  },
};

function typedSetting(word: string): TypedSetting {
  const [name = '', ...value] = word.split('=');
  if (name === '' || value.join('=') === '')
    throw new CommandUsageError(t.rehearsal.terminal.notASetting(word));
  return { name, value: value.join('=') };
}

function sinceOf(since: string, { clock, terminal }: Cli): Date {
  const now = clock.now();
  const context = { now, zone: terminal.zone };
  const from = parsePast(`${since} ago`, context) ?? parsePast(since, context);
  if (from === null || from >= now)
    throw new CommandUsageError(`--since ${since}: ${t.terminal.history.wrongSince}`);
  return from;
}

/** A file that cannot be read is a problem of the option that named it. */
function inputOf(name: string, cli: Cli): ConfigInput {
  const { env, file } = cli.input(name);
  const problems = file.problems.map(({ where, message }) =>
    where === 'ARBWATCH_CONFIG'
      ? { where: '--config', message: message.replace(/ Example: .*$/, '') }
      : { where, message },
  );
  return { env, file: { ...file, problems } };
}

/** Throws ConfigError for settings that are wrong, with all problems as `check-config` prints them. */
function print(outcome: RehearsalOutcome, cli: Cli, flags: Flags & DisplayFlags): ExitCode {
  if (outcome.kind === 'refused') throw new ConfigError(outcome.problems);
  const view = viewIn(cli, flags);
  const options = { demo: false, isUnlimited: true as const, currency: null, zone: view.zone, now: view.now };
  const message = rehearsalOutcomeMessage(outcome, options);
  if (outcome.kind !== 'report') throw new CommandFailure(plainText(message));
  const { health: _, ...report } = outcome.report;
  cli.terminal.stdout.write(
    flags.json ? `${JSON.stringify(report, null, 2)}\n` : `${messageText(message, view)}\n`,
  );
  return 0;
}
