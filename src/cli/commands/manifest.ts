import { t } from '../../../formatters';
import type { CliCommand } from './cliCommand';
import { type ManifestFlags, manifestText, requestUrl } from './manifestText';

export const manifestCommand: CliCommand<ManifestFlags> = {
  name: 'manifest',
  get about() {
    return t.terminal.manifest.about;
  },
  options: (command) =>
    command
      .option('--http <address>', t.terminal.manifest.http, requestUrl)
      .option('--open', t.terminal.manifest.open),
  run: (cli) => async (_, flags) => {
    cli.terminal.stdout.write(`${manifestText(cli.manifest(), flags).trimEnd()}\n`);
    return 0;
  },
};
