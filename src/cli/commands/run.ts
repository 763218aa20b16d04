import { t } from '../../../formatters';
import { loadBotConfig } from '../../config';
import { configSummary } from '../../config/summary';
import type { CliCommand } from './cliCommand';

export const runCommand: CliCommand = {
  name: 'run',
  about: t.terminal.run,
  run: (cli) => () => cli.runBot(cli.input()),
};

export const checkConfigCommand: CliCommand = {
  name: 'check-config',
  about: t.terminal.checkConfig,
  run: (cli) => async () => {
    const { env, file } = cli.input();
    cli.terminal.stdout.write(`${configSummary(loadBotConfig(env, file), file)}\n`);
    return 0;
  },
};
