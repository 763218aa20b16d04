import type { CommandShape, CompletionShape, OptionShape } from './shape';

/** For bash, also without its package `bash-completion`. */
export const bashCompletions = ({
  commands,
  options,
}: CompletionShape): string => `# Completions of arbwatch for bash.
_arbwatch() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} command= i
  # Of --option=value, bash makes three words.
  if [[ $cur == '=' ]]; then cur=; elif [[ $prev == '=' ]]; then prev=\${COMP_WORDS[COMP_CWORD - 2]}; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ \${COMP_WORDS[i]} != -* ]]; then command=\${COMP_WORDS[i]}; break; fi
  done
  case "$command $prev" in
${commands.flatMap(({ name, options: own }) => own.filter(takesValue).map((option) => valueCase(name, option))).join('\n')}
${options
  .filter(takesValue)
  .map((option) => valueCase('*', option))
  .join('\n')}
  esac
  case $command in
${commands.map((command) => commandCase(command, options)).join('\n')}
    '') COMPREPLY=($(compgen -W '${namesOf(commands)} ${namesOf(options)}' -- "$cur")) ;;
    *) COMPREPLY=() ;;
  esac
}
complete -F _arbwatch arbwatch
`;

const takesValue = (option: OptionShape): boolean => option.takesValue;

const namesOf = (all: readonly { readonly name: string }[]): string => all.map(({ name }) => name).join(' ');

const valueCase = (command: string, { name, values }: OptionShape): string =>
  `    ${command === '*' ? '*' : `'${command}'`}' ${name}') COMPREPLY=($(compgen -W '${values.join(' ')}' -- "$cur")); return ;;`;

function commandCase(
  { name, words, takesFiles, options: own }: CommandShape,
  options: readonly OptionShape[],
): string {
  const all = [...words, ...own.map((each) => each.name), ...options.map((each) => each.name)].join(' ');
  const files = takesFiles ? ' $(compgen -f -- "$cur")' : '';
  return `    ${name}) COMPREPLY=($(compgen -W '${all}' -- "$cur")${files}) ;;`;
}
