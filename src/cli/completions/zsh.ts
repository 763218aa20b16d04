import type { CommandShape, CompletionShape, OptionShape } from './shape';

/** For zsh, to be evaluated, or as a file `_arbwatch` of its `fpath`. */
export const zshCompletions = ({ commands, options }: CompletionShape): string => `#compdef arbwatch
# Completions of arbwatch for zsh.
_arbwatch() {
  local -a commands=(
${commands.map(({ name, about }) => `    ${quoted(`${escaped(name)}:${about}`)}`).join('\n')}
  )
  if ((CURRENT == 2)) && [[ $words[2] != -* ]]; then
    _describe command commands
    return
  fi
  case $words[2] in
${commands.map((command) => commandCase(command, options)).join('\n')}
    *) _arguments ${options.map(specOf).join(' ')} ;;
  esac
}
# As a file of fpath it is the body of the function; evaluated, it defines it.
if [[ $funcstack[1] == _arbwatch ]]; then _arbwatch "$@"; else compdef _arbwatch arbwatch; fi
`;

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A colon or a bracket would end a part of what zsh reads. */
const escaped = (text: string): string => text.replace(/[\\:[\]]/g, '\\$&');

function specOf({ name, about, takesValue, values }: OptionShape): string {
  const value = takesValue
    ? `:${escaped(name.replace(/^-+/, ''))}:${values.length > 0 ? `(${values.join(' ')})` : ''}`
    : '';
  return quoted(`${name}[${escaped(about)}]${value}`);
}

function commandCase(
  { name, words, takesFiles, options: own }: CommandShape,
  options: readonly OptionShape[],
): string {
  const specs = [...own, ...options].map(specOf);
  const rest = takesFiles
    ? ["'*:file:_files'"]
    : words.length > 0
      ? [quoted(`*:word:(${words.join(' ')})`)]
      : [];
  // What _arguments sees begins behind the command.
  return `    ${name})
      shift words
      ((CURRENT--))
      _arguments \\\n${[...specs, ...rest].map((spec) => `        ${spec}`).join(' \\\n')}
      ;;`;
}
