import { type AlertState, type Decision, type Incident, initialState } from '../../src/alerting';
import type { Clock } from '../../src/lib/clock';
import type { Logger } from '../../src/lib/logger';
import { StateCache } from '../../src/notify/recovery/stateCache';
import { StateUnavailableError } from '../../src/redis/errors';
import type { Ledger } from '../../src/storage/alertStore';
import { at, incident } from './notifications';

export const memoryOf = (ledger: Ledger, log: Logger): StateCache => new StateCache({ ledger, log });

/** The same ledger, but that this comes of a commit. */
export const committing = (ledger: Ledger, commit: Ledger['commit']): Ledger =>
  Object.assign(Object.create(ledger) as Ledger, { commit });

/** The same ledger, which carries out every commit, and does not answer while it is told not to. */
export function unanswering(ledger: Ledger, clock: Clock) {
  const silent = { isSilent: false };
  const of = committing(ledger, async (change) => {
    const done = await ledger.commit(change);
    if (silent.isSilent) throw new StateUnavailableError('slow', clock.now());
    return done;
  });
  return { ledger: of, silent };
}

export const decided = (known: AlertState, change: Partial<Decision> = {}): Decision => ({
  known,
  deliveries: [],
  drop: [],
  audit: [],
  log: [],
  forgotten: [],
  ...change,
});

/** A check by this copy at so many seconds, after which there is this incident, too. */
export async function sees(memory: StateCache, seconds: number, opened: Incident[] = []): Promise<void> {
  const recalled = await memory.read();
  const known = recalled.known ?? initialState(at(0));
  const incidents = [...known.incidents, ...opened];
  await memory.commit(decided({ ...known, sawAt: at(seconds), incidents }), recalled);
}

export const knownIds = async (memory: StateCache) =>
  (await memory.read()).known?.incidents.map(({ id }) => id);
export const silentSince = (seconds: number, n = at(seconds).getTime()) => {
  const targets = incident().targets.map((each) => ({ ...each, since: at(seconds) }));
  return incident({ id: `no_sign_of_life:paper:docker:${n}`, targets });
};
export const stored = (n: number) => silentSince(-1000 * n, n);
