import { nearest } from '../lib/suggest';
import type { Env, Mode, Place } from './keys';

/** A target that does not exist, with the env that was probably meant, and the targets that do exist. */
export interface UnknownTarget {
  readonly kind: 'unknown';
  /** Null where only an env was named. */
  readonly mode: Mode | null;
  readonly env: Env;
  /** Null where no existing env is similar. */
  readonly suggestion: Env | null;
  readonly existing: readonly Place[];
}

/** Envs of the same mode are suggested before others. */
export function unknownTarget(
  { mode, env }: { readonly mode: Mode | null; readonly env: Env },
  existing: readonly Place[],
): UnknownTarget {
  const sameMode = existing.filter((place) => mode === null || place.mode === mode);
  const envs = (places: readonly Place[]) => places.map((place) => place.env).filter((each) => each !== env);
  const suggestion = nearest(env, envs(sameMode)) ?? nearest(env, envs(existing));
  return { kind: 'unknown', mode, env, suggestion, existing };
}
