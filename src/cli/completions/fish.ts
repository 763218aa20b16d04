import type { CompletionShape, OptionShape } from './shape';

/** For fish, to be sourced, or as a file of its `completions`. */
export const fishCompletions = ({ commands, options }: CompletionShape): string =>
  [
    '# Completions of arbwatch for fish.',
    `set -l commands ${commands.map(({ name }) => name).join(' ')}`,
    'complete -c arbwatch -f',
    ...commands.map(
      ({ name, about }) =>
        `complete -c arbwatch -n "not __fish_seen_subcommand_from $commands" -a ${name} -d ${quoted(about)}`,
    ),
    ...options.map((option) => `complete -c arbwatch ${flagsOf(option)}`),
    ...commands.flatMap(({ name, words, takesFiles, options: own }) => {
      const within = `complete -c arbwatch -n "__fish_seen_subcommand_from ${name}"`;
      return [
        ...(takesFiles ? [`${within} -F`] : []),
        ...(words.length > 0 ? [`${within} -a ${quoted(words.join(' '))}`] : []),
        ...own.map((option) => `${within} ${flagsOf(option)}`),
      ];
    }),
    '',
  ].join('\n');

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

function flagsOf({ name, about, takesValue, values }: OptionShape): string {
  const given = values.length > 0 ? ` -a ${quoted(values.join(' '))}` : '';
  return `-l ${name.replace(/^--/, '')}${takesValue ? ' -x' : ''}${given} -d ${quoted(about)}`;
}
