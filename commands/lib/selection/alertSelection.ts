import { t } from '../../../formatters';
import { isShortId } from '../../../src/alerting/incidents/shortIds';
import type { CommandDeps } from '../../command';
import { UsageError } from '../parseArgs';
import { type AlertArgs, expectNoArgs, parseAlertArgs, rejectUnknownEnv } from '../parseTarget';
import { folded } from '../plainText';
import type { Token } from '../tokens';

/** Which alerts are meant: those of a target, one by its short id, all, or the only one there is. */
export interface AlertSelection extends AlertArgs {
  readonly shortId: string | null;
  readonly all: boolean;
}

/** Throws UsageError for two ways to say which. */
export function parseAlertSelection(typed: readonly Token[], deps: CommandDeps): AlertSelection {
  const args = parseAlertArgs(typed, deps);
  const isAll = (word: string): boolean => folded(word) === 'all';
  const isId = (word: string): boolean => isShortId(folded(word));
  const [shortId = null, secondId] = args.rest.filter(isId);
  const all = args.rest.find(isAll);
  const named = [args.asked?.mode, shortId, secondId, all].filter((one) => one !== undefined && one !== null);
  if (named[1] !== undefined)
    throw new UsageError({
      word: named[1],
      problem: t.commands.alerts.secondTarget,
      expected: t.commands.alerts.oneTarget,
      suggestion: null,
    });
  return {
    ...args,
    shortId: shortId && folded(shortId),
    all: all !== undefined,
    rest: args.rest.filter((word) => !isAll(word) && !isId(word)),
  };
}

/** The words where nothing but which alerts is expected. Throws UsageError and TargetError. */
export function onlySelection(typed: readonly Token[], deps: CommandDeps): AlertSelection {
  const selection = parseAlertSelection(typed, deps);
  rejectUnknownEnv(selection.asked, selection.rest, deps);
  expectNoArgs(selection.rest);
  return selection;
}
