import { Argument, Command, CommanderError, Option } from 'commander';
import { t } from '../../formatters';
import { escapeInvisible } from '../../formatters/blockKit/escape';
import { inLanguage, LANGUAGES } from '../lib/language';
import type { Cli, ExitCode } from './cli';
import { CLI_COMMANDS } from './commands';
import type { CliCommand } from './commands/cliCommand';
import { failureOfCommand } from './failure';
import { languageOfTerminal } from './terminalLanguage';

/** Runs the command that the arguments name, and resolves to its exit code. Throws what is no fault of who typed it. */
export const runCommandLine = (args: readonly string[], cli: Cli): Promise<ExitCode> =>
  inLanguage(languageOfTerminal(args, cli), () => runTyped(args, cli));

async function runTyped(args: readonly string[], cli: Cli): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = createProgram(cli, (ended) => {
    code = ended;
  });
  try {
    await program.parseAsync(typed(args), { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
}

/** Without a command the bot runs; `--check-config` was there before there were commands. */
function typed([first = 'run', ...rest]: readonly string[]): string[] {
  return [first === '--check-config' ? 'check-config' : first, ...rest];
}

/** `arbwatch` with all its commands, for their help and completions, too. */
export function createProgram(cli: Cli, onEnd: (code: ExitCode) => void = () => undefined): Command {
  const { stdout, stderr } = cli.terminal;
  const program = new Command('arbwatch')
    .description(t.terminal.about)
    .usage('[command] [options]')
    .version(cli.version, '-V, --version', t.terminal.options.version)
    .helpOption('-h, --help', t.terminal.options.help)
    .helpCommand('help [command]', t.terminal.helpCommand)
    .addOption(new Option('--no-color', t.terminal.options.noColor))
    .addOption(
      new Option('--lang <language>', t.terminal.options.language(LANGUAGES.join(', '))).choices(LANGUAGES),
    )
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      // It repeats what was typed.
      writeErr: (text) => void stderr.write(text.split('\n').map(escapeInvisible).join('\n')),
      getOutHelpWidth: () => (stdout.isTTY && stdout.columns) || HELP_WIDTH,
      getErrHelpWidth: () => (stderr.isTTY && stderr.columns) || HELP_WIDTH,
    })
    .showHelpAfterError(t.terminal.seeHelp)
    .addHelpText('after', `\n${t.terminal.exitCodes}`)
    .exitOverride();
  for (const each of CLI_COMMANDS)
    program.addCommand(commandOf(each, program, cli, onEnd).copyInheritedSettings(program));
  return program;
}

const HELP_WIDTH = 100;

function commandOf(each: CliCommand, program: Command, cli: Cli, onEnd: (code: ExitCode) => void): Command {
  const { name, about, words, usage, options, notes, examples = [], exitCodes = t.terminal.exitCodes } = each;
  const command = new Command(name).description(about);
  if (words !== undefined) command.addArgument(argumentOf(words));
  if (usage !== undefined) command.usage(`[options] ${usage}`);
  options?.(command);
  if (notes !== undefined) command.addHelpText('after', `\n${notes}`);
  if (examples.length > 0)
    command.addHelpText('after', `\n${t.terminal.examples}\n${exampleLines(examples)}`);
  command.addHelpText('after', `\n${exitCodes}`);
  const run = each.run(cli, program);
  return command.action(async () => {
    try {
      onEnd(await run(command.args, command.optsWithGlobals()));
    } catch (error) {
      const failure = failureOfCommand(error, `arbwatch ${name} ${usage ?? command.usage()}`);
      if (failure === null) throw error;
      if (failure.text !== null) cli.terminal.stderr.write(`${failure.text}\n`);
      onEnd(failure.code);
    }
  });
}

/** What may be completed is not all that may be typed. */
function argumentOf({ syntax, about, choices = [], areAll }: NonNullable<CliCommand['words']>): Argument {
  const argument = new Argument(syntax, about);
  if (choices.length > 0) argument.choices(choices);
  return areAll ? argument : argument.argParser((typed: string) => typed);
}

function exampleLines(examples: NonNullable<CliCommand['examples']>): string {
  const width = Math.max(...examples.map(({ text }) => text.length));
  return examples.map(({ text, meaning }) => `  ${text.padEnd(width)}  ${meaning}`).join('\n');
}
