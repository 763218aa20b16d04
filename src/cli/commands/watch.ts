import { Option } from 'commander';
import { t } from '../../../formatters';
import { MODES } from '../../state/keys';
import { CommandUsageError } from '../failure';
import { readConfig, readHistoryConfig } from '../readConfig';
import { viewIn } from '../view';
import { withBalanceLines } from '../watch/balanceLines';
import { readingOf } from '../watch/readings';
import { watchLoop } from '../watch/watchLoop';
import {
  envTyped,
  intervalTyped,
  isTuning,
  oneOf,
  TARGETS,
  totalTyped,
  type WatchFlags,
  watchedBy,
} from '../watch/watchOptions';
import { type CliCommand, withJson } from './cliCommand';

const text = () => t.terminal.watch;

/** Where nothing else is asked for on a terminal, in seconds. */
const DEFAULT_INTERVAL_S = 2;

interface Flags extends WatchFlags {
  readonly interval?: number;
  readonly once?: boolean;
  readonly json?: boolean;
}

/** In any case. */
const choice = <T extends string>(flags: string, about: string, values: readonly T[]): Option =>
  new Option(flags, about).choices(values).argParser(oneOf(values));

export const watchCommand: CliCommand<Flags> = {
  name: 'watch',
  get about() {
    return text().about;
  },
  get words() {
    return { syntax: '[words...]', about: text().words, choices: TARGETS };
  },
  get notes() {
    return text().notes;
  },
  get examples() {
    return [
      { text: 'arbwatch watch', meaning: t.commands.status.all },
      { text: 'arbwatch watch paper docker', meaning: t.commands.status.one },
      { text: 'arbwatch watch tuning 80a9c657 500', meaning: t.commands.tuning.one },
      { text: 'arbwatch watch --target live --json', meaning: text().jsonExample },
    ];
  },
  options: (command) =>
    withJson(
      command
        .addOption(choice('--target <target>', text().target, TARGETS))
        .option('--env <env>', text().env, envTyped)
        .option('--prefix <prefix>', text().prefix)
        .addOption(choice('--mode <mode>', text().mode, MODES))
        .option('--session-id <id>', text().sessionId)
        .option('--total-iterations <number>', text().totalIterations, totalTyped)
        .option('--interval <seconds>', text().interval, intervalTyped)
        .option('--once', text().once),
    ),
  run:
    (cli) =>
    async (words, { interval, once, json, color, ...flags }) => {
      const config = readConfig(cli);
      const { directory } = config;
      const watched = watchedBy(words, flags, directory.prefixes);
      if (once && interval !== undefined) throw new CommandUsageError(text().onceOrInterval);
      const isAtTerminal = cli.terminal.stdout.isTTY === true && !json;
      const intervalS = once ? null : (interval ?? (isAtTerminal ? DEFAULT_INTERVAL_S : null));
      const prefixes =
        watched.kind === 'session' && watched.prefix !== null ? [watched.prefix] : directory.prefixes;
      const history = cli.openHistory(readHistoryConfig(cli));
      const services = cli.open({ ...config, directory: { ...directory, prefixes } }, null, {
        repeats: intervalS !== null,
      });
      const signal = cli.interruption();
      try {
        const viewNow = () => viewIn(cli, { color });
        const reading = readingOf(watched, services, { signal, stderr: cli.terminal.stderr });
        const columns = () => viewNow().columns;
        return await watchLoop({
          read:
            json || isTuning(watched)
              ? reading
              : withBalanceLines(reading, { history, clock: cli.clock, columns, isOnce: intervalS === null }),
          intervalS,
          json: json === true,
          terminal: cli.terminal,
          viewNow,
          signal,
          retryForMs: cli.retryForMs,
        });
      } finally {
        await Promise.all([services.close(), history.close()]);
      }
    },
};
