import { pnlMessage, pnlOverviewMessage, shortMessage, t } from '../formatters';
import { pnlReport } from '../src/performance/pnlReport';
import { placeId } from '../src/state/keys';
import { type Command, type CommandDeps, type CommandResponse, ephemeral } from './command';
import { chooseButton, refreshButton, typedTarget } from './lib/answerButtons';
import { joinTargets, UsageError } from './lib/parseArgs';
import { folded } from './lib/plainText';
import { envsOf } from './lib/resolveTarget';
import { daysIn } from './lib/time/period';
import { type Token, tokenize } from './lib/tokens';
import { balanceNote } from './performance/balanceNote';
import { historyFailureMessage } from './performance/historyFailure';
import { targetsNamed } from './performance/targetsNamed';

const DEFAULT_DAYS = 7;
const MOST_TARGETS = 6;

const NAME = '/arb-pnl';

export const arbPnl: Command = {
  name: NAME,
  get description() {
    return t.commands.pnl.description;
  },
  usageHint: '[target…] [days] | note <target> <±amount> [reason]',
  mayWrite: true,
  isQuestion: (text) => !isNote(tokenize(text)),
  get examples() {
    return [
      { text: '/arb-pnl', meaning: t.commands.pnl.all },
      { text: '/arb-pnl paper docker 30', meaning: t.commands.pnl.one },
      { text: '/arb-pnl live paper 14 public', meaning: t.commands.pnl.several },
      { text: '/arb-pnl note paper docker -500000 withdrawal', meaning: t.commands.pnl.note },
      { text: '/arb-pnl note', meaning: t.commands.pnl.notes },
    ];
  },
  async execute(text, deps) {
    const words = tokenize(text);
    if (isNote(words)) return balanceNote(words.slice(1), deps);
    const { targets, days, isPublic } = parse(joinTargets(words, envsOf(deps)), deps);
    try {
      return { ...(await answer(targets, days, deps)), public: isPublic };
    } catch (error) {
      return ephemeral(historyFailureMessage(error));
    }
  },
};

const isNote = ([first]: readonly Token[]): boolean =>
  first !== undefined && !first.quoted && folded(first.text) === 'note';

interface PnlArgs {
  readonly targets: readonly string[];
  readonly days: number;
  readonly isPublic: boolean;
}

function parse(words: readonly Token[], deps: CommandDeps): PnlArgs {
  const isPublicWord = ({ text, quoted }: Token) => !quoted && folded(text) === 'public';
  const numbers = words.map((word) => (word.place === null ? daysIn(word) : null));
  const [days] = numbers.filter((each) => each !== null);
  const [, second] = words.filter((_, i) => numbers[i] !== null);
  if (second !== undefined)
    throw new UsageError({
      word: second.text,
      problem: t.performance.period.second,
      expected: t.performance.period.days,
      suggestion: null,
    });
  const named = words.filter((word, i) => numbers[i] === null && !isPublicWord(word));
  return {
    targets: targetsNamed(named, MOST_TARGETS, deps),
    days: days ?? DEFAULT_DAYS,
    isPublic: words.some(isPublicWord),
  };
}

async function answer(
  named: readonly string[],
  days: number,
  deps: CommandDeps,
): Promise<Pick<CommandResponse, 'message' | 'buttons'>> {
  const { history, clock, zone, signal, botStore } = deps;
  const all = named.length > 0 ? named : await recordedOf(deps);
  const shown = all.slice(0, MOST_TARGETS);
  if (shown.length === 0) return { message: shortMessage(t.performance.pnl.none()) };
  const notes = await botStore.balanceNotes();
  const until = clock.now();
  const reports = await Promise.all(
    shown.map((target) => pnlReport(history, { target, days, zone, until }, notes, signal)),
  );
  const options = { ...deps.format, zone, now: until };
  const [only, ...others] = reports;
  const message =
    only !== undefined && others.length === 0
      ? pnlMessage(only, history.health(), options)
      : pnlOverviewMessage(reports, all.slice(MOST_TARGETS), history.health(), options);
  return {
    message,
    buttons: [...refreshButton(NAME, ...named.map(typedTarget), `${days}d`), ...chooseButton(NAME)],
  };
}

/** Those that are known first, in the order of the overview. */
async function recordedOf({ history, targets, signal }: CommandDeps): Promise<readonly string[]> {
  const recorded = (await history.targets(signal)).map(({ target }) => target);
  const known = targets.list().map(placeId);
  return [
    ...known.filter((target) => recorded.includes(target)),
    ...recorded.filter((target) => !known.includes(target)),
  ];
}
