import { t } from '../../formatters';
import { placeId } from '../../src/state/keys';
import type { CommandDeps } from '../command';
import { UsageError } from './parseArgs';
import { requireTarget } from './parseTarget';
import { folded } from './plainText';
import { noSuchTarget, type TargetQuery } from './resolveTarget';
import { modeNamed, type Token, typedText } from './tokens';

/** What is to be silenced, as it was typed. */
export interface SilenceArgs {
  /** Ids of targets; `*` for all, `paper:*` for all of a mode. */
  readonly targets: readonly string[];
  /** Critical alerts are held back, too. */
  readonly critical: boolean;
  /** Null where none is given. */
  readonly reason: string | null;
}

const LONGEST_REASON = 200;

/**
 * `paper docker`, `paper docker and shadow docker`, `all`, `all paper`, then perhaps `critical`, then a text. `before` words
 * stand before a time that was cut out. Throws UsageError where nobody is named, and TargetError for no such target.
 */
export function parseSilenceArgs(words: readonly Token[], before: number, deps: CommandDeps): SilenceArgs {
  const { targets, next } = leadingTargets(words, before, deps);
  const critical = isWord(words[next], 'critical');
  const reason = typedText(words.slice(critical ? next + 1 : next));
  if (targets.length === 0) requireTarget(null, t.silences.usage.toSilence, deps);
  if (reason.length > LONGEST_REASON)
    throw new UsageError({
      ...{ word: `${reason.slice(0, 40)}…`, problem: t.silences.usage.tooLong },
      ...{ expected: t.silences.usage.reason(LONGEST_REASON), suggestion: null },
    });
  return { targets, critical, reason: reason === '' ? null : reason };
}

/** The targets, or `all`, where nothing else is expected: null for `all`. */
export function parseSilencedTarget(words: readonly Token[], deps: CommandDeps): readonly string[] | null {
  const { targets, next } = leadingTargets(words, words.length, deps);
  const extra = words[next];
  if (targets.length === 0) requireTarget(null, t.silences.usage.toEnd, deps);
  if (extra !== undefined)
    throw new UsageError({
      ...{ word: extra.text, problem: t.commands.unexpected },
      ...{ expected: t.silences.usage.targetOrAll, suggestion: null },
    });
  return targets.includes('*') ? null : targets;
}

/** The targets that the words begin with, and where the other words do. */
function leadingTargets(
  words: readonly Token[],
  before: number,
  deps: CommandDeps,
): { readonly targets: readonly string[]; readonly next: number } {
  const targets: string[] = [];
  let next = 0;
  while (targets.length === 0 || next < before) {
    const at = targets.length > 0 && isWord(words[next], 'and') ? next + 1 : next;
    const target = targetAt(words, at, before, deps);
    if (target === null) break;
    targets.push(target.pattern);
    next = at + target.words;
  }
  return { targets, next };
}

function targetAt(
  words: readonly Token[],
  at: number,
  before: number,
  deps: CommandDeps,
): { readonly pattern: string; readonly words: number } | null {
  const word = words[at];
  const follower = at + 1 === before ? undefined : words[at + 1];
  if (word === undefined) return null;
  if (word.place !== null) return { pattern: idOf(word.place, deps), words: 1 };
  const mode = modeOf(word);
  if (isWord(word, 'all')) {
    const of = modeOf(follower);
    return of === null ? { pattern: '*', words: 1 } : { pattern: `${of}:*`, words: 2 };
  }
  if (mode === null) return null;
  if (isWord(follower, 'all')) return { pattern: `${mode}:*`, words: 2 };
  if (follower !== undefined && !follower.quoted && !isWord(follower, 'critical') && !isWord(follower, 'and'))
    throw noSuchTarget({ mode, env: follower.text }, deps.targets.existing());
  return { pattern: idOf({ mode, env: null }, deps), words: 1 };
}

const idOf = (asked: TargetQuery, deps: CommandDeps): string =>
  placeId(requireTarget(asked, t.silences.usage.toSilence, deps).place);

const modeOf = (word: Token | undefined) => (word === undefined || word.quoted ? null : modeNamed(word.text));

const isWord = (word: Token | undefined, text: string): boolean =>
  word !== undefined && !word.quoted && folded(word.text) === text;
