import { decodeState, type Incident, type Observation } from '../../src/alerting';
import { CheckJob, type CheckJobOptions } from '../../src/jobs/checkJob';
import { OutageReporter, type OutageReporterDeps } from '../../src/notify/outage/outageReporter';
import { StateCache } from '../../src/notify/recovery/stateCache';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import type { AlertStore } from '../../src/storage/alertStore';
import { SETTINGS } from '../alerting/story';
import { ALWAYS, second, snapshotOf, trader } from '../alerting/world';
import { settableClock } from '../helpers/clock';
import { keptLog } from '../helpers/log';
import { LossyAlertStore } from './lossyAlertStore';

export const lives = trader('paper:docker', [ALWAYS]);

export const knownIn = async (alertStore: AlertStore) =>
  decodeState((await alertStore.load())?.known ?? '').known;

type CheckJobKit = Omit<CheckJobOptions, 'outages'> & Pick<OutageReporterDeps, 'dispatcher'>;

/** A check job that reports its outages to its dispatcher. */
export const checkJobWith = (kit: CheckJobKit): CheckJob =>
  new CheckJob({ ...kit, outages: new OutageReporter(kit) });

/** One watcher over a store in memory, with a dispatcher that only counts. */
export function checkJobKit(change: Partial<CheckJobKit> = {}) {
  const clock = settableClock(second(0));
  const redis = new MemoryStore(clock);
  const alertStore = new LossyAlertStore(redis, clock);
  const log = keptLog();
  const memoryOf = (kept: AlertStore) => new StateCache({ alertStore: kept, log: log.log });
  const told: Incident[] = [];
  const dispatcher = {
    wakes: 0,
    wake: () => {
      dispatcher.wakes += 1;
    },
    outageEnded: () => undefined,
    findOrphanedOutage: async () => null,
    notifyOutage: async (incident: Incident) => void told.push(incident),
  };
  const observe = async (): Promise<Observation> => {
    const t = (clock.now().getTime() - second(0).getTime()) / 1000;
    return { kind: 'observed', at: clock.now(), snapshots: [snapshotOf(lives, t)], sessions: null };
  };
  const stateCache = memoryOf(alertStore);
  const watcher = checkJobWith({
    observe,
    stateCache,
    dispatcher,
    clock,
    log: log.log,
    settings: SETTINGS,
    ...change,
  });
  const stored = async () => (await alertStore.load())?.known ?? '';
  return { clock, redis, alertStore, log, told, dispatcher, observe, watcher, stored, stateCache, memoryOf };
}
