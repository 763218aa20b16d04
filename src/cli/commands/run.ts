import { t } from '../../../formatters';
import { loadBotConfig } from '../../config';
import { configSummary } from '../../config/summary';
import { inLanguage } from '../../lib/language';
import type { CliCommand } from './cliCommand';

export const runCommand: CliCommand = {
  name: 'run',
  get about() {
    return t.terminal.run;
  },
  // What it says to whom has a language of its own; the log is in English.
  run: (cli) => () => inLanguage('en', () => cli.runBot(cli.input())),
};

export const checkConfigCommand: CliCommand = {
  name: 'check-config',
  get about() {
    return t.terminal.checkConfig;
  },
  run: (cli) => async () => {
    const { env, file } = cli.input();
    cli.terminal.stdout.write(`${configSummary(loadBotConfig(env, file), file)}\n`);
    return 0;
  },
};
