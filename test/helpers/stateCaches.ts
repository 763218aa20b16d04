import { type AlertState, type EvaluationResult, type Incident, initialState } from '../../src/alerting';
import type { Clock } from '../../src/lib/clock';
import type { Logger } from '../../src/lib/logger';
import { StateCache } from '../../src/notify/recovery/stateCache';
import { StateUnavailableError } from '../../src/redis/errors';
import type { AlertStore } from '../../src/storage/alertStore';
import { at, incident } from './notifications';

export const stateCacheOf = (alertStore: AlertStore, log: Logger): StateCache =>
  new StateCache({ alertStore, log });

/** The same store, but that this comes of a commit. */
export const committing = (alertStore: AlertStore, commit: AlertStore['commit']): AlertStore =>
  Object.assign(Object.create(alertStore) as AlertStore, { commit });

/** The same store, which carries out every commit, and does not answer while it is told not to. */
export function unresponsive(alertStore: AlertStore, clock: Clock) {
  const silent = { isSilent: false };
  const of = committing(alertStore, async (change) => {
    const done = await alertStore.commit(change);
    if (silent.isSilent) throw new StateUnavailableError('slow', clock.now());
    return done;
  });
  return { alertStore: of, silent };
}

export const evaluationResult = (
  known: AlertState,
  change: Partial<EvaluationResult> = {},
): EvaluationResult => ({
  state: known,
  notifications: [],
  cancelled: [],
  audit: [],
  logLines: [],
  expiredIncidents: [],
  ...change,
});

/** A check by this copy at so many seconds, after which there is this incident, too. */
export async function checkAt(memory: StateCache, seconds: number, opened: Incident[] = []): Promise<void> {
  const recalled = await memory.load();
  const known = recalled.known ?? initialState(at(0));
  const incidents = [...known.incidents, ...opened];
  await memory.commit(evaluationResult({ ...known, observedAt: at(seconds), incidents }), recalled);
}

export const cachedIncidentIds = async (memory: StateCache) =>
  (await memory.load()).known?.incidents.map(({ id }) => id);
export const deadSince = (seconds: number, n = at(seconds).getTime(), target = 'paper:docker') => {
  const targets = incident().targets.map((each) => ({ ...each, target, startedAt: at(seconds) }));
  return incident({ id: `no_sign_of_life:${target}:${n}`, targets });
};
/** Each of another trader. */
export const incidentNumber = (n: number) => deadSince(-1000 * n, n, `paper:${n}`);
