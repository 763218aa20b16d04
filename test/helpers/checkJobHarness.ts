import type { Incident, Observation } from '../../src/alerting';
import { CheckJob, type CheckJobOptions } from '../../src/jobs/checkJob';
import { OutageReporter, type OutageReporterDeps } from '../../src/notify/outage/outageReporter';
import { StateCache } from '../../src/notify/recovery/stateCache';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import type { AlertStore } from '../../src/storage/alertStore';
import { settableClock } from './clock';
import { keptLog } from './log';
import { LossyAlertStore } from './lossyAlertStore';
import { SETTINGS } from './scenario';
import { stateIn } from './storedState';
import { ALWAYS, second, snapshotOf, trader } from './traders';

export const livingTrader = trader('paper:docker', [ALWAYS]);

export const storedState = (alertStore: AlertStore) => stateIn(alertStore);

type CheckJobKit = Omit<CheckJobOptions, 'outages'> & Pick<OutageReporterDeps, 'dispatcher'>;

/** Outages that nobody reports. */
export const NO_OUTAGES: CheckJobOptions['outages'] = {
  storeOutage: () => null,
  isReported: () => false,
  withEnd: (result) => result,
  onUnavailable: () => undefined,
  onObserved: async () => undefined,
};

/** A check job that reports its outages to its dispatcher. */
export const checkJobWith = (kit: CheckJobKit): CheckJob =>
  new CheckJob({ ...kit, outages: new OutageReporter(kit) });

/** One watcher over a store in memory, with a dispatcher that only counts. */
export function createCheckJobHarness(change: Partial<CheckJobKit> = {}) {
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
    return { kind: 'observed', at: clock.now(), snapshots: [snapshotOf(livingTrader, t)], sessions: null };
  };
  const stateCache = memoryOf(alertStore);
  const watcher = checkJobWith({
    observe,
    stateCache,
    dispatcher,
    clock,
    log: log.log,
    settings: () => SETTINGS,
    ...change,
  });
  const stored = () => stateIn(alertStore);
  return { clock, redis, alertStore, log, told, dispatcher, observe, watcher, stored, stateCache, memoryOf };
}
