import { ASKED_COMMANDS } from './asked';
import type { CliCommand } from './cliCommand';
import { completionsCommand } from './completions';
import { doctorCliCommand } from './doctor';
import { exportCommand } from './export';
import { historyCommand } from './history';
import { importCommand } from './import';
import { manifestCommand } from './manifest';
import { rehearseCliCommand } from './rehearse';
import { checkConfigCommand, runCommand } from './run';
import { watchCommand } from './watch';

/** Every command of the terminal, in the order of the help. */
export const CLI_COMMANDS: readonly CliCommand[] = [
  runCommand,
  checkConfigCommand,
  doctorCliCommand,
  ...ASKED_COMMANDS,
  watchCommand,
  historyCommand,
  rehearseCliCommand,
  exportCommand,
  importCommand,
  manifestCommand,
  completionsCommand,
];
