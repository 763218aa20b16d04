import { t } from '../formatters';
import { StateUnavailableError } from '../src/redis/errors';
import type { Command, CommandDeps } from './command';
import { followResponse, watchVerb } from './follow/follow';
import { type CommonArgs, parseCommonArgs, UsageError } from './lib/parseArgs';
import { folded } from './lib/plainText';
import { envsOf } from './lib/resolveTarget';
import { type Token, tokenize } from './lib/tokens';
import { nameSession } from './tuning/nameSession';
import { sessionOf } from './tuning/oneSession';
import { listSessions } from './tuning/sessionList';

const NAME = '/arb-tuning';
const VERBS = ['watch', 'unwatch'] as const;

export const arbTuning: Command = {
  name: NAME,
  get description() {
    return t.commands.tuning.description;
  },
  usageHint:
    '[watch|unwatch] <session> [total] [live|paper|shadow] [env] [public] | name <session> "<name>" | unname <session>',
  get examples() {
    return [
      { text: '/arb-tuning', meaning: t.commands.tuning.all },
      { text: '/arb-tuning 80a9c657', meaning: t.commands.tuning.one },
      {
        text: '/arb-tuning 80a9c657 500',
        meaning: t.commands.tuning.total,
      },
      { text: '/arb-tuning 80a9c657 shadow local', meaning: t.commands.tuning.within },
      { text: '/arb-tuning watch 80a9c657', meaning: t.follow.help.session },
      { text: '/arb-tuning name 80a9 "spread sweep"', meaning: t.commands.tuning.name },
      { text: '/arb-tuning unname 80a9', meaning: t.commands.tuning.unname },
    ];
  },
  // A total stands behind its session, and is stored.
  isQuestion: (text) => {
    const words = tokenize(text);
    return (
      watchVerb(words, VERBS) === null &&
      words.every((word, i) => (i === 0 ? namingVerb(word) === null : !TOTAL.test(word.text)))
    );
  },
  async execute(text, deps) {
    const typed = tokenize(text);
    const [verb, ...others] = typed;
    const watching = watchVerb(typed, VERBS);
    if (watching !== null && watching.text !== '') {
      const shown = await arbTuning.execute(watching.text, deps);
      return followResponse(watching.verb, shown, 'session', deps);
    }
    const naming = verb === undefined ? null : namingVerb(verb);
    if (naming !== null) return nameSession(naming, others, deps);
    const words = await wordsIn(text, deps);
    const [session, total, surplus] = words.rest;
    if (surplus !== undefined) throw notExpected(surplus.text);
    const totalGiven = total === undefined ? null : totalOf(total);
    const response =
      session === undefined
        ? await listSessions(words, deps)
        : await sessionOf(session.text, totalGiven, words, deps);
    return { ...response, public: words.public };
  },
};

/** A session of such an id is put in quotes. */
const namingVerb = ({ text, quoted }: Token): 'name' | 'unname' | null =>
  quoted ? null : (['name' as const, 'unname' as const].find((verb) => verb === folded(text)) ?? null);

/** An env in which sessions alone run is known by them. */
async function wordsIn(text: string, deps: CommandDeps): Promise<CommonArgs> {
  const envs = envsOf(deps);
  const words = parseCommonArgs(text, envs);
  const [, total, surplus] = words.rest;
  const isPlain = surplus === undefined && (total === undefined || TOTAL.test(total.text));
  if (isPlain || words.env !== null) return words;
  const ofSessions = await deps.sessions.find({ startsWith: '' }, deps.signal).catch((error: unknown) => {
    if (error instanceof StateUnavailableError) return [];
    throw error;
  });
  return parseCommonArgs(text, [...envs, ...ofSessions.map(({ session }) => session.env)]);
}

const TOTAL = /^\d[\d_,]*$/;

function totalOf({ text }: Token): number {
  const total = TOTAL.test(text) ? Number(text.replace(/[_,]/g, '')) : 0;
  if (Number.isSafeInteger(total) && total > 0) return total;
  throw new UsageError({
    word: text,
    problem: t.commands.tuning.notATotal,
    expected: t.commands.tuning.aTotal,
    suggestion: null,
  });
}

const notExpected = (word: string): UsageError =>
  new UsageError({
    word,
    problem: t.commands.tuning.tooMany,
    expected: t.commands.tuning.atMost,
    suggestion: null,
  });
