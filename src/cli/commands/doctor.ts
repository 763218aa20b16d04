import { doctorJson, doctorText, t } from '../../../formatters';
import { exitCodeOfFindings } from '../../doctor/finding';
import { type CliCommand, withJson } from './cliCommand';

export const doctorCliCommand: CliCommand<{ readonly json?: boolean }> = {
  name: 'doctor',
  get about() {
    return t.terminal.doctor.about;
  },
  options: withJson,
  get exitCodes() {
    return t.terminal.doctor.exitCodes;
  },
  run:
    (cli) =>
    async (_, { json }) => {
      const { stdout, zone } = cli.terminal;
      const findings = await cli.examine(cli.input());
      const text = json ? JSON.stringify(doctorJson(findings, zone), null, 2) : doctorText(findings, zone);
      stdout.write(`${text}\n`);
      return exitCodeOfFindings(findings);
    },
};
