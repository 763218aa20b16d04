import {
  ENVS,
  type Env,
  escapeGlob,
  MODES,
  type Mode,
  orchestratorNamespace,
  TARGETS,
  type Target,
  tuningNamespace,
} from './keys';

/** Which sessions to look for, and where. */
export interface TuningScope {
  readonly keyPrefix: string;
  /** One env or one mode; all of them when left out. */
  readonly env?: Env | undefined;
  readonly mode?: Mode | undefined;
  /** A whole session id, or how it starts. */
  readonly session: { readonly id: string } | { readonly startsWith: string };
}

/** A key that the grammar knows: whose it is by its namespace, and what is behind `tuning_session:` or `session:`. */
export type TuningKey = {
  readonly key: string;
  readonly env: Env;
  readonly rest: string;
} & ({ readonly kind: 'iteration'; readonly mode: Mode } | { readonly kind: 'job' });

/** The MATCH pattern for both iterations and jobs in scope, so that one pass over the keyspace serves both. */
export function tuningPattern({ keyPrefix, env, session }: TuningScope): string {
  const id = 'id' in session ? `${escapeGlob(session.id)}:` : escapeGlob(session.startsWith);
  return `[to]*:${env ?? '*'}:*${escapeGlob(keyPrefix)}:*session:${id}*`;
}

/** What the keys of all iterations and jobs begin with, in every namespace. */
export const tuningPrefixes = (keyPrefix: string): string[] => [
  ...TARGETS.map((target) => iterationPrefix(target, keyPrefix)),
  ...ENVS.map((env) => jobPrefix(env, keyPrefix)),
];

const iterationPrefix = (target: Target, keyPrefix: string): string =>
  `${tuningNamespace(target)}:${keyPrefix}:tuning_session:`;

const jobPrefix = (env: Env, keyPrefix: string): string =>
  `${orchestratorNamespace(env)}:${keyPrefix}:session:`;

/** Tells of any key that the pattern matched what it is; null for one that is neither iteration nor job in scope. */
export function tuningKeyReader({ keyPrefix, env, mode }: TuningScope): (key: string) => TuningKey | null {
  const envs = ENVS.filter((each) => env === undefined || each === env);
  const modes = MODES.filter((each) => mode === undefined || each === mode);
  const iterations = envs.flatMap((env) =>
    modes.map((mode) => ({
      prefix: iterationPrefix({ env, mode }, keyPrefix),
      keyOf: (key: string, rest: string): TuningKey => ({ kind: 'iteration', env, mode, key, rest }),
    })),
  );
  const jobs = envs.map((env) => ({
    prefix: jobPrefix(env, keyPrefix),
    keyOf: (key: string, rest: string): TuningKey => ({ kind: 'job', env, key, rest }),
  }));
  const known = [...iterations, ...jobs];
  return (key) => {
    const found = known.find(({ prefix }) => key.startsWith(prefix));
    return found === undefined ? null : found.keyOf(key, key.slice(found.prefix.length));
  };
}

/** Whose iteration a key is. Names may hold colons, so a key alone can be read in more than one way. */
export interface IterationPlace {
  readonly sessionId: string;
  readonly worker: string;
  readonly n: number;
}

const ITERATION_REST = /^(.+?):worker:(.+?):iteration:(\d+)(?::.*)?$/s;

/** Reads `{session}:worker:{worker}:iteration:{n}[:{suffix}]`, taking each name as short as it can be. */
export function iterationPlace(rest: string): IterationPlace | null {
  const [, sessionId, worker, digits] = ITERATION_REST.exec(rest) ?? [];
  if (sessionId === undefined || worker === undefined) return null;
  const n = Number(digits);
  return Number.isSafeInteger(n) ? { sessionId, worker, n } : null;
}

/** True when the key can be read as the iteration that its hash says it is. */
export function isKeyOf(rest: string, { sessionId, worker, n }: IterationPlace): boolean {
  const whole = `${sessionId}:worker:${worker}:iteration:${n}`;
  return rest === whole || rest.startsWith(`${whole}:`);
}

/** True when the record is of the session in scope, or of one that starts as it says; a job may not tell its mode. */
export function isInScope(scope: TuningScope, of: { sessionId: string; mode: Mode | null }): boolean {
  if (scope.mode !== undefined && of.mode !== null && of.mode !== scope.mode) return false;
  const { session } = scope;
  return 'id' in session ? of.sessionId === session.id : of.sessionId.startsWith(session.startsWith);
}
