import { loadLanguage } from '../config';
import { isLanguage, type Language } from '../lib/language';
import type { Cli } from './cli';

/** The language that is typed behind `--lang`, or else LANGUAGE. What is wrong with either is said by the command. */
export const languageOfTerminal = (args: readonly string[], cli: Pick<Cli, 'input'>): Language =>
  typedLanguage(args) ?? configuredLanguage(cli);

function typedLanguage(args: readonly string[]): Language | null {
  const at = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  const typed = args[at]?.startsWith('--lang=') ? args[at].slice('--lang='.length) : args[at + 1];
  return at >= 0 && typed !== undefined && isLanguage(typed) ? typed : null;
}

function configuredLanguage({ input }: Pick<Cli, 'input'>): Language {
  try {
    const { env, file } = input();
    return loadLanguage(env, file);
  } catch {
    return 'en';
  }
}
