import type { Command } from 'commander';
import { t } from '../../../formatters';
import type { Cli, ExitCode } from '../cli';
import type { DisplayFlags } from '../view';

/** What is typed behind a command: its words, then its options and those of every command. */
export type RunCommand<Flags> = (words: readonly string[], flags: Flags & DisplayFlags) => Promise<ExitCode>;

/** A command of the terminal. The help and the completions are made from these. */
export interface CliCommand<Flags = object> {
  readonly name: string;
  readonly about: string;
  /** The words it takes, as commander has them: `[words...]`; none unless given. */
  readonly words?: {
    readonly syntax: string;
    readonly about: string;
    /** Those that are known beforehand. */
    readonly choices?: readonly string[];
    /** There are no others. */
    readonly areAll?: true;
  };
  /** How they are typed, where that says more. */
  readonly usage?: string;
  /** Adds its options. */
  readonly options?: (command: Command) => Command;
  /** What stands below its options in the help. */
  readonly notes?: string;
  readonly examples?: readonly { readonly text: string; readonly meaning: string }[];
  /** Instead of those of all commands. */
  readonly exitCodes?: string;
  /** `program` has all commands and options there are. */
  run(cli: Cli, program: Command): RunCommand<Flags>;
}

/** The option of commands that show something. */
export const withJson = (command: Command): Command => command.option('--json', t.terminal.options.json);
