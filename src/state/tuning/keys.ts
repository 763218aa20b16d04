import { type Env, escapeGlob, literally, MODES, type Mode } from '../keys';

export interface TuningScope {
  readonly keyPrefix: string;
  /** One env or one mode; all of them when left out. */
  readonly env?: Env | undefined;
  readonly mode?: Mode | undefined;
  /** A whole session id, or how it starts. */
  readonly session: { readonly id: string } | { readonly startsWith: string };
}

/** A parsed key; `rest` is what is behind `tuning_session:` or `session:`. */
export type TuningKey = {
  readonly key: string;
  readonly env: Env;
  readonly rest: string;
} & ({ readonly kind: 'iteration'; readonly mode: Mode } | { readonly kind: 'job' });

/** The MATCH pattern for both iterations and jobs in scope, so that one scan finds both. */
export function tuningPattern({ keyPrefix, env, session }: TuningScope): string {
  const id = 'id' in session ? `${escapeGlob(session.id)}:` : escapeGlob(session.startsWith);
  return `[to]*:${env === undefined ? '*' : escapeGlob(env)}:*${escapeGlob(keyPrefix)}:*session:${id}*`;
}

/** The prefixes of all iterations and jobs, in every namespace, which no trader's key has. */
export const TUNING_PREFIXES: readonly string[] = ['tuning:', 'orchestrator:'];

/**
 * Parses keys; null for one that is neither iteration nor job in scope. An env may contain colons: unless the scope names
 * it, it ends as early as it can.
 */
export function tuningKeyReader({ keyPrefix, env, mode }: TuningScope): (key: string) => TuningKey | null {
  const prefix = literally(keyPrefix);
  const envs = env === undefined ? '.+?' : literally(env);
  const iteration = new RegExp(
    `^tuning:(${envs}):(${mode ?? MODES.join('|')}):${prefix}:tuning_session:`,
    's',
  );
  const job = new RegExp(`^orchestrator:(${envs}):${prefix}:session:`, 's');
  return (key) => {
    const [start, env = '', word] = iteration.exec(key) ?? job.exec(key) ?? [];
    if (start === undefined) return null;
    const rest = key.slice(start.length);
    const mode = MODES.find((each) => each === word);
    return mode === undefined ? { kind: 'job', env, key, rest } : { kind: 'iteration', env, mode, key, rest };
  };
}

/** Names may contain colons, so a key alone can be ambiguous. */
export interface IterationRef {
  readonly sessionId: string;
  readonly worker: string;
  readonly n: number;
}

const ITERATION_REST = /^(.+?):worker:(.+?):iteration:(\d+)(?::.*)?$/s;

/** Parses `{session}:worker:{worker}:iteration:{n}[:{suffix}]`, with each name as short as it can be. */
export function parseIterationKey(rest: string): IterationRef | null {
  const [, sessionId, worker, digits] = ITERATION_REST.exec(rest) ?? [];
  if (sessionId === undefined || worker === undefined) return null;
  const n = Number(digits);
  return Number.isSafeInteger(n) ? { sessionId, worker, n } : null;
}

/** True when the key can be that of the iteration that its hash names. */
export function matchesKey(rest: string, { sessionId, worker, n }: IterationRef): boolean {
  const whole = `${sessionId}:worker:${worker}:iteration:${n}`;
  return rest === whole || rest.startsWith(`${whole}:`);
}

/** True when the record is of a session in scope; a job may not tell its mode. */
export function isInScope(scope: TuningScope, of: { sessionId: string; mode: Mode | null }): boolean {
  if (scope.mode !== undefined && of.mode !== null && of.mode !== scope.mode) return false;
  const { session } = scope;
  return 'id' in session ? of.sessionId === session.id : of.sessionId.startsWith(session.startsWith);
}
