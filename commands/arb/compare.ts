import { compareMessage, t } from '../../formatters';
import { addMs } from '../../src/lib/time';
import { compareTargets } from '../../src/performance/comparison';
import { ephemeral } from '../command';
import { joinTargets, UsageError } from '../lib/parseArgs';
import { folded } from '../lib/plainText';
import { envsOf } from '../lib/resolveTarget';
import { takePeriod } from '../lib/time/period';
import { modeNamed, type Token } from '../lib/tokens';
import { historyFailureMessage } from '../performance/historyFailure';
import { targetsNamed } from '../performance/targetsNamed';
import type { BotSubcommand } from './subcommand';

const DEFAULT_MS = 24 * 3_600_000;

/** Both curves over the same time. */
export const compareCommand: BotSubcommand = {
  name: 'compare',
  usage: 'compare <target> <target> [24h]',
  get examples() {
    return [
      { text: 'compare live paper', meaning: t.commands.arb.compare },
      { text: 'compare live paper docker 7d public', meaning: t.commands.arb.compareOn },
    ];
  },
  async execute(words, deps) {
    const isPublicWord = ({ text, quoted }: Token) => !quoted && folded(text) === 'public';
    const { periodMs, rest } = takePeriod(words.filter((word) => !isPublicWord(word)));
    const [a, b] = targetsNamed(twoTargets(rest, envsOf(deps)), 2, deps);
    if (a === undefined || b === undefined)
      throw new UsageError({
        word: null,
        problem: t.performance.compare.missingTarget,
        expected: t.performance.compare.twoTargets,
        suggestion: null,
        usage: `/arb ${compareCommand.usage}`,
      });
    const to = deps.clock.now();
    const from = addMs(to, -(periodMs ?? DEFAULT_MS));
    const notes = await deps.botStore.balanceNotes();
    try {
      const comparison = await compareTargets(deps.history, [a, b], { from, to }, notes, deps.signal);
      const message = compareMessage(comparison, deps.history.health(), { ...deps.format, zone: deps.zone });
      return { message, public: words.some(isPublicWord) };
    } catch (error) {
      return ephemeral(historyFailureMessage(error));
    }
  },
};

/** Where two modes and one env are named, that env is meant of both. */
function twoTargets(words: readonly Token[], envs: readonly string[]): readonly Token[] {
  const modes = words.filter(
    ({ place, quoted, text }) => place === null && !quoted && modeNamed(text) !== null,
  );
  const others = words.filter((word) => !modes.includes(word));
  const [env, surplus] = others;
  if (modes.length !== 2 || env === undefined || env.place !== null || surplus !== undefined)
    return joinTargets(words, envs);
  return modes.flatMap((mode) => joinTargets([mode, env], envs));
}
