import type { Observation } from '../../src/alerting';
import { StateCache } from '../../src/notify/recovery/stateCache';
import type { Changeset } from '../../src/storage/alertStore';
import { checkJobWith, createCheckJobHarness, livingTrader } from '../helpers/checkJobHarness';
import { SETTINGS } from '../helpers/scenario';
import { second, snapshotOf } from '../helpers/traders';

/** In which checks, 15 s apart, the record of a trader was stored, whose balance is that at each of them. */
async function storedIn(checks: number, balanceAt: (check: number) => number): Promise<number[]> {
  const { alertStore, clock, log, dispatcher } = createCheckJobHarness();
  let check = 0;
  const stored: number[] = [];
  const counted = Object.assign(Object.create(alertStore) as typeof alertStore, {
    commit: (change: Changeset) => {
      if (change.records.has('target:paper:docker')) stored.push(check);
      return alertStore.commit(change);
    },
  });
  const observe = async (): Promise<Observation> => {
    const snapshot = { ...snapshotOf(livingTrader, check * 15), totalBalance: balanceAt(check) };
    return { kind: 'observed', at: clock.now(), snapshots: [snapshot], sessions: null };
  };
  const stateCache = new StateCache({
    alertStore: counted,
    log: log.log,
    checkIntervalMs: () => 15_000,
    maxRecordAge: () => 30_000,
  });
  const settings = { ...SETTINGS, checkIntervalMs: 15_000 };
  const job = checkJobWith({
    observe,
    stateCache,
    dispatcher,
    clock,
    log: log.log,
    settings: () => settings,
  });
  for (; check < checks; check++) {
    clock.set(second(check * 15));
    await job.check();
  }
  return stored;
}

test.each<[string, (check: number) => number]>([
  ['stands still', () => 1_000],
  ['rises', (check) => 1_000 + check],
  ['falls a little with each check', (check) => 1_000 - check / 10],
  ['goes up and down', (check) => 1_000 + (check % 3)],
])(
  'The record of a quiet trader is stored every 30 s, and not with each check, while its balance %s',
  async (_, balanceAt) => {
    const stored = await storedIn(60, balanceAt);
    const quiet = stored.filter((check) => check >= 4);
    expect(quiet.length).toBe(28);
  },
);
