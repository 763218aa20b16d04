/**
 * The grammar of the trading system's Redis keys: `{namespace}:{keyPrefix}:{parts joined by ':'}`.
 * Source: the trading system itself, recorded on 2026-11-22 (test/fixtures/trader-state.redis).
 */

export const MODES = ['live', 'paper', 'shadow'] as const;
export type Mode = (typeof MODES)[number];
/** One of them, within a regular expression. */
export const ANY_MODE = MODES.join('|');

/** Where a trader runs. The traders' `APP_ENV` is free text, and may contain spaces and colons. */
export type Env = string;

/** The envs that are watched unless others are configured: those of the trading system's own templates. */
export const DEFAULT_ENVS: readonly Env[] = ['docker', 'local', 'production', 'staging', 'development'];

export const DEFAULT_KEY_PREFIX = 'arbitrage';

/** The TTL that traders give a heartbeat's key, in ms; a live trader writes it more often. */
export const HEARTBEAT_TTL_MS = 60_000;
/** The TTL that traders give the portfolio and the live metrics, in ms: a live trader writes them every second. */
export const PORTFOLIO_TTL_MS = 300_000;
export const METRICS_TTL_MS = 300_000;

/** A trader, by where its keys are. */
export interface Target {
  readonly prefix: string;
  readonly mode: Mode;
  readonly env: Env;
}

/** A trader as people name it, or a place where tuning sessions run. */
export interface Place {
  readonly mode: Mode;
  readonly env: Env;
  /** The key prefix, where it is not the first one configured. */
  readonly otherPrefix?: string | undefined;
}

/** A target by name: `paper:docker`; `other/paper:docker` where its prefix is not the first one configured. */
export type TargetId = string;

/** How a target is named where `firstPrefix` is the first prefix configured. */
export const placeOf = ({ prefix, mode, env }: Target, firstPrefix: string): Place =>
  prefix === firstPrefix ? { mode, env } : { mode, env, otherPrefix: prefix };

/** An encoded prefix contains neither `/` nor `:`, so that every id is unambiguous. */
export const placeId = (place: Place): TargetId =>
  `${place.otherPrefix === undefined ? '' : `${encoded(place.otherPrefix)}/`}${traderNamespace(place)}`;

/** What an id names; null for what is no id. The env is all behind the mode, and may contain colons. */
export function placeOfId(id: TargetId): Place | null {
  const [, prefix, word, env = ''] = ID.exec(id) ?? [];
  const mode = MODES.find((each) => each === word);
  if (mode === undefined) return null;
  if (prefix === undefined) return { mode, env };
  const otherPrefix = decoded(prefix);
  return otherPrefix === null ? null : { mode, env, otherPrefix };
}

const ID = new RegExp(`^(?:([^/:]+)/)?(${ANY_MODE}):(.+)$`, 's');

export const targetId = (target: Target, firstPrefix: string): TargetId =>
  placeId(placeOf(target, firstPrefix));

/** The target that an id names; null for what is no id. */
export function targetOfId(id: TargetId, firstPrefix: string): Target | null {
  const place = placeOfId(id);
  return place && { prefix: place.otherPrefix ?? firstPrefix, mode: place.mode, env: place.env };
}

/** The namespace of a trader, e.g. `paper:docker`. */
export const traderNamespace = ({ mode, env }: Place): string => `${mode}:${env}`;

/** Escapes what a Redis MATCH pattern would read as a wildcard: `* ? [ ] ^ - \`. */
export const escapeGlob = (text: string): string => text.replace(/[*?[\]^\-\\]/g, '\\$&');

/** Escapes what a regular expression would read as more than text. */
export const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Half a surrogate pair cannot be encoded; a key that Redis holds has none. */
const encoded = (text: string): string => encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
