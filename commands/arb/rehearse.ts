import { rehearsalOutcomeMessage, t } from '../../formatters';
import { HistoryUnavailableError } from '../../src/history/historyReader';
import { addMs } from '../../src/lib/time';
import type { RehearsalRequest } from '../../src/rehearsal/rehearsals';
import { type CommandDeps, ephemeral } from '../command';
import { authorize } from '../lib/authorize';
import { UsageError } from '../lib/parseArgs';
import { asPlainText, folded } from '../lib/plainText';
import { daysIn } from '../lib/time/period';
import { type Token, tokenize } from '../lib/tokens';
import { historyFailureMessage } from '../performance/historyFailure';
import type { BotSubcommand } from './subcommand';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 7;
/** The name of a file beside the configuration file, and no path to another. */
const FILE = /^[\w-][\w.-]*\.ya?ml$/i;
/** `stale_after=90s`; phones write a space around it now and then. */
const ASSIGNED = /^([a-z_.]+)=(.+)$/is;

/** Which alerts other settings would have sent, by what was recorded. */
export const rehearseCommand: BotSubcommand = {
  name: 'rehearse',
  usage: 'rehearse <setting>=<value> [since=7d]',
  get examples() {
    const { what, period, file } = t.rehearsal.command;
    return [
      { text: 'rehearse stale_after=120s', meaning: what },
      { text: 'rehearse high_exposure=off since=30d', meaning: period },
      { text: 'rehearse new.yaml', meaning: file },
    ];
  },
  async execute(words, deps) {
    const denial = await authorize('operator', deps);
    if (denial !== null) return ephemeral(denial);
    const request = requestIn(words, deps);
    const { clock, zone, format, signal } = deps;
    try {
      const outcome = await deps.rehearse(request, signal);
      return ephemeral(rehearsalOutcomeMessage(outcome, { ...format, now: clock.now(), zone }));
    } catch (error) {
      if (error instanceof HistoryUnavailableError) return ephemeral(historyFailureMessage(error));
      throw error;
    }
  },
};

function requestIn(words: readonly Token[], { clock }: Pick<CommandDeps, 'clock'>): RehearsalRequest {
  const typed: { name: string; value: string }[] = [];
  let [file, days]: [string | null, number] = [null, DEFAULT_DAYS];
  for (const text of joinedAssignments(words)) {
    const [, name, value] = ASSIGNED.exec(text) ?? [];
    if (name !== undefined && value !== undefined) {
      if (folded(name) === 'since') days = daysOf(value);
      else typed.push({ name: folded(name), value });
    } else if (FILE.test(text)) {
      if (file !== null) throw usage(text, t.rehearsal.command.second);
      file = text;
    } else throw usage(text, t.rehearsal.command.needsChange);
  }
  if (typed.length === 0 && file === null) throw usage(null, t.rehearsal.command.needsChange);
  return { since: addMs(clock.now(), -days * DAY_MS), typed, file };
}

/** With what stands around a `=` in one word, as `since = 30d`. */
const joinedAssignments = (words: readonly Token[]): readonly string[] =>
  words
    .map(({ text, quoted }) => (quoted ? text : asPlainText(text)))
    .join(' ')
    .replace(/ ?= ?/g, '=')
    .split(' ')
    .filter((word) => word !== '');

function daysOf(text: string): number {
  const [word] = tokenize(text);
  const days = word === undefined ? null : daysIn(word);
  if (days !== null) return days;
  throw new UsageError({
    word: `since=${text}`,
    problem: t.rehearsal.command.wrongSince,
    expected: t.rehearsal.command.since,
    suggestion: null,
  });
}

const usage = (word: string | null, problem: string): UsageError =>
  new UsageError({
    ...{ word, problem, expected: t.rehearsal.command.expected, suggestion: null },
    usage: `/arb ${rehearseCommand.usage}`,
  });
