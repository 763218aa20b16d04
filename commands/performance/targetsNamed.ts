import { t } from '../../formatters';
import { MODES, placeId } from '../../src/state/keys';
import type { CommandDeps } from '../command';
import { UsageError } from '../lib/parseArgs';
import { unexpectedArg } from '../lib/parseTarget';
import { envsOf, noSuchTarget, resolveTarget } from '../lib/resolveTarget';
import { modeNamed, type Token } from '../lib/tokens';

/**
 * The ids of the targets that these words name, each once, in their order: `paper:docker`, or a mode whose only trader, or
 * whose trader on docker, is meant. Throws UsageError and TargetError.
 */
export function targetsNamed(words: readonly Token[], limit: number, deps: CommandDeps): readonly string[] {
  const existing = deps.targets.existing();
  const known = new Set([...deps.targets.list(), ...existing].map(placeId));
  const named = words.map(({ text, place, quoted }) => {
    const mode = place?.mode ?? (quoted ? null : modeNamed(text));
    if (mode === null)
      throw unexpectedArg(text, t.commands.status.target, [...MODES, ...envsOf(deps), 'note', 'public']);
    const asked = { mode, env: place?.env ?? null, otherPrefix: place?.otherPrefix };
    const resolved = resolveTarget(asked, existing).place;
    if (!known.has(placeId(resolved))) throw noSuchTarget(resolved, existing);
    return placeId(resolved);
  });
  const all = [...new Set(named)];
  const surplus = all[limit];
  if (surplus === undefined) return all;
  throw new UsageError({
    word: surplus,
    problem: t.performance.tooManyTargets,
    expected: t.performance.mostTargets(limit),
    suggestion: null,
  });
}
