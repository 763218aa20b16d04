import { HINTS, type Hint } from '../alerting/hints';
import type { AlertState, Baseline, TargetHints } from '../alerting/state/alertState';
import type { Digest } from './digest';

/** Hints about Redis: a further target adds nothing. */
const OF_REDIS: readonly Hint[] = ['eviction'];

/** The hints of these targets that no digest has mentioned yet, each with its targets. */
export function newHints(
  state: AlertState,
  targets: readonly string[],
  before: Pick<Baseline, 'hints'> | null,
): Digest['hints'] {
  const wanted = new Set(targets);
  const mentioned = byTarget(before?.hints ?? []);
  const ofAny = new Set([...mentioned.values()].flat());
  const isNew = (hint: Hint) => (each: TargetHints) =>
    each.hints.includes(hint) &&
    !(OF_REDIS.includes(hint) ? ofAny.has(hint) : mentioned.get(each.target)?.includes(hint));
  const asked = state.targets.filter(({ target }) => wanted.has(target));
  return HINTS.map((hint) => ({
    hint,
    targets: asked.filter(isNew(hint)).map(({ target }) => target),
  })).filter(({ targets: those }) => those.length > 0);
}

/** The hints that count as mentioned once this digest is sent, of the targets that still exist. */
export function mentionedHints(
  state: AlertState,
  before: Pick<Baseline, 'hints'>,
  digest: Digest,
): TargetHints[] {
  const mentioned = byTarget(before.hints);
  return state.targets.flatMap(({ target }) => {
    const now = digest.hints.filter(({ targets }) => targets.includes(target)).map(({ hint }) => hint);
    const hints = [...(mentioned.get(target) ?? []), ...now];
    return hints.length === 0 ? [] : [{ target, hints }];
  });
}

const byTarget = (all: readonly TargetHints[]): ReadonlyMap<string, readonly Hint[]> =>
  new Map(all.map(({ target, hints }) => [target, hints]));
