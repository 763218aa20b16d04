import { t } from '../../../formatters';
import { bashCompletions } from '../completions/bash';
import { fishCompletions } from '../completions/fish';
import { completionShape } from '../completions/shape';
import { zshCompletions } from '../completions/zsh';
import type { CliCommand } from './cliCommand';

const SHELLS = { bash: bashCompletions, zsh: zshCompletions, fish: fishCompletions } as const;
type Shell = keyof typeof SHELLS;

const isShell = (word: string): word is Shell => Object.hasOwn(SHELLS, word);

const text = () => t.terminal.completions;

export const completionsCommand: CliCommand = {
  name: 'completions',
  get about() {
    return text().about;
  },
  get words() {
    return { syntax: '<shell>', about: text().shell, choices: Object.keys(SHELLS), areAll: true as const };
  },
  get examples() {
    return [
      { text: 'arbwatch completions bash > /etc/bash_completion.d/arbwatch', meaning: text().bash },
      { text: 'source <(arbwatch completions bash)', meaning: text().bashNow },
      { text: 'arbwatch completions zsh > "$fpath[1]/_arbwatch"', meaning: text().zsh },
      { text: 'arbwatch completions fish > ~/.config/fish/completions/arbwatch.fish', meaning: text().fish },
    ];
  },
  run:
    ({ terminal }, program) =>
    async ([shell = '']) => {
      if (isShell(shell)) terminal.stdout.write(SHELLS[shell](completionShape(program)));
      return 0;
    },
};
