import type { Command } from 'commander';

/** What a shell can complete of arbwatch. */
export interface CompletionShape {
  readonly commands: readonly CommandShape[];
  /** Of every command. */
  readonly options: readonly OptionShape[];
}

export interface CommandShape {
  readonly name: string;
  readonly about: string;
  /** The words behind it that are known beforehand. */
  readonly words: readonly string[];
  /** Its words are files. */
  readonly takesFiles: boolean;
  readonly options: readonly OptionShape[];
}

export interface OptionShape {
  /** With its dashes, such as `--json`. */
  readonly name: string;
  readonly about: string;
  readonly takesValue: boolean;
  /** The values that are known beforehand. */
  readonly values: readonly string[];
}

/** The commands and options of the program, from which all completions are made. */
export function completionShape(program: Command): CompletionShape {
  const help = program.createHelp();
  const commands = help.visibleCommands(program);
  return {
    commands: commands.map((command) => {
      const [argument] = command.registeredArguments;
      const isHelp = command.name() === 'help';
      return {
        name: command.name(),
        about: command.description(),
        words: isHelp ? commands.map((each) => each.name()) : (argument?.argChoices ?? []),
        takesFiles: argument?.name() === 'file',
        options: command.options.map(optionShape),
      };
    }),
    options: help.visibleOptions(program).map(optionShape),
  };
}

const optionShape = ({
  long,
  short,
  description,
  required,
  optional,
  argChoices,
}: Command['options'][number]) => ({
  name: long ?? short ?? '',
  about: description,
  takesValue: required || optional,
  values: argChoices ?? [],
});
