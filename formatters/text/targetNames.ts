import type { Place, TargetId } from '../../src/state/keys';
import { sanitize } from '../blockKit/escape';

/** An env, or a key prefix, as it is shown: on one line, and not longer than a phone is wide. */
const NAME_LENGTH = 40;
/** As `placeOfId` of src/state/keys.ts reads it; a test holds the two together. */
const ID = /^(?:([^/:]+)\/)?(live|paper|shadow):(.+)$/s;

/** A target as it is named everywhere: `paper docker`; `paper docker (other)` of another key prefix than the first. */
export const targetName = ({ mode, env, otherPrefix }: Place): string =>
  [
    mode,
    ...[env, ...(otherPrefix === undefined ? [] : [otherPrefix])].map((part) => sanitize(part, NAME_LENGTH)),
  ]
    .map((part, i) => (i === 2 ? `(${part})` : part))
    .join(' ');

/** The same by its id: `paper docker` of `paper:docker`. */
export function targetLabel(target: TargetId): string {
  const [, prefix, mode, env] = ID.exec(target) ?? [];
  if (mode === undefined || env === undefined) return sanitize(target);
  return targetName({
    mode: mode as Place['mode'],
    env,
    ...(prefix !== undefined && { otherPrefix: decoded(prefix) }),
  });
}

export const modeOf = (target: TargetId): string | null => ID.exec(target)?.[2] ?? null;

function decoded(prefix: string): string {
  try {
    return decodeURIComponent(prefix);
  } catch {
    return prefix;
  }
}
