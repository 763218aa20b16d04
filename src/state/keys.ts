/**
 * The grammar of the trading system's Redis keys: `{namespace}:{keyPrefix}:{parts joined by ':'}`.
 * Source: the trading system itself, recorded on 2026-11-22 (test/fixtures/trader-state.redis).
 */

export const MODES = ['live', 'paper', 'shadow'] as const;
export const ENVS = ['docker', 'local'] as const;
export type Mode = (typeof MODES)[number];
export type Env = (typeof ENVS)[number];

/** A trader, or a place where tuning sessions run: a mode and an env. */
export interface Target {
  readonly mode: Mode;
  readonly env: Env;
}

/** All six targets, live first: the order in which they are shown. */
export const TARGETS: readonly Target[] = MODES.flatMap((mode) => ENVS.map((env) => ({ mode, env })));

export const DEFAULT_KEY_PREFIX = 'arbitrage';

/** The TTL that traders give a heartbeat's key, in ms: one that lives writes it more often. */
export const HEARTBEAT_TTL_MS = 60_000;
/** The TTL that traders give the portfolio and the live metrics, in ms: a live trader writes them every second. */
export const PORTFOLIO_TTL_MS = 300_000;
export const METRICS_TTL_MS = 300_000;

/** The namespace of a trader, e.g. `paper:docker`. */
export const traderNamespace = ({ mode, env }: Target): string => `${mode}:${env}`;

/** The namespace of tuning sessions, e.g. `tuning:docker:paper` (env first). */
export const tuningNamespace = ({ mode, env }: Target): string => `tuning:${env}:${mode}`;

/** The namespace of the jobs of distributed tuning sessions, e.g. `orchestrator:docker`. */
export const orchestratorNamespace = (env: Env): string => `orchestrator:${env}`;

/** Escapes what a Redis MATCH pattern would read as a wildcard: `* ? [ ] ^ - \`. */
export const escapeGlob = (text: string): string => text.replace(/[*?[\]^\-\\]/g, '\\$&');
