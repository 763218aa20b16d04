import type { Observation } from '../../src/alerting';
import { StateCache } from '../../src/notify/recovery/stateCache';
import type { AlertStore } from '../../src/storage/alertStore';
import { checkJobWith, createCheckJobHarness, storedState } from '../helpers/checkJobHarness';
import { SETTINGS } from '../helpers/scenario';
import { second, snapshotOf, trader } from '../helpers/traders';

test('A check that sees is stored, and the dispatcher is woken', async () => {
  const { watcher, stored, dispatcher } = createCheckJobHarness();
  expect(await watcher.check()).toBe('committed');
  expect((await stored())?.targets).toMatchObject([{ target: 'paper:docker' }]);
  expect(dispatcher.wakes).toBe(1);
});

test('The store is read before the traders are looked at', async () => {
  const order: string[] = [];
  const { alertStore, observe, memoryOf } = createCheckJobHarness();
  const watched = {
    ...createCheckJobHarness(),
    stateCache: memoryOf(
      Object.assign(Object.create(alertStore) as AlertStore, {
        load: () => {
          order.push('read');
          return alertStore.load();
        },
      }),
    ),
    observe: () => {
      order.push('observe');
      return observe();
    },
  };
  await checkJobWith({ ...watched, log: watched.log.log, settings: () => SETTINGS }).check();
  expect(order).toEqual(['read', 'observe']);
});

/** Stores what is known as it is, as somebody does who acknowledges an alert. */
async function press(alertStore: AlertStore): Promise<void> {
  const { version = 0 } = (await alertStore.load()) ?? {};
  await alertStore.commit({
    from: version,
    records: new Map(),
    enqueue: [],
    cancel: [],
    audit: ['pressed'],
    messages: [],
  });
}

test('A check that somebody who pressed a button was faster than decides all the same, by what was pressed', async () => {
  const { watcher: first, alertStore, observe, ...rest } = createCheckJobHarness();
  await first.check();
  rest.clock.advance(15_000);
  const pressing = async () => {
    await press(alertStore);
    return observe();
  };
  const watcher = checkJobWith({
    ...rest,
    observe: pressing,
    stateCache: rest.memoryOf(alertStore),
    log: rest.log.log,
    settings: () => SETTINGS,
  });
  expect(await watcher.check()).toBe('committed');
  expect((await storedState(alertStore))?.observedAt).toEqual(second(15));
});

test('A check gives up when somebody is faster each time', async () => {
  const { watcher: first, alertStore, observe, ...rest } = createCheckJobHarness();
  await first.check();
  let tries = 0;
  const crowded = Object.assign(Object.create(alertStore) as AlertStore, {
    commit: async (change: Parameters<AlertStore['commit']>[0]) => {
      tries += 1;
      if (tries < 50) await press(alertStore);
      return alertStore.commit(change);
    },
  });
  const watcher = checkJobWith({
    ...rest,
    observe,
    stateCache: rest.memoryOf(crowded),
    log: rest.log.log,
    settings: () => SETTINGS,
  });
  expect(await watcher.check()).toBe('conflict');
});

test('A check that lost the race to another instance stores nothing and wakes nobody, and the next check decides', async () => {
  const { alertStore, clock, ...rest } = createCheckJobHarness();
  const other = checkJobWith({
    ...rest,
    stateCache: rest.memoryOf(alertStore),
    clock,
    log: rest.log.log,
    settings: () => SETTINGS,
  });
  let isBeaten = true;
  const observe = async () => {
    if (isBeaten) await other.check();
    return rest.observe();
  };
  const dispatcher = {
    wakes: 0,
    wake: () => {
      dispatcher.wakes += 1;
    },
    outageEnded: () => undefined,
    findOrphanedOutage: async () => null,
    notifyOutage: async () => undefined,
  };
  const watcher = checkJobWith({
    observe,
    stateCache: rest.memoryOf(alertStore),
    dispatcher,
    clock,
    log: rest.log.log,
    settings: () => SETTINGS,
  });
  expect(await watcher.check()).toBe('conflict');
  expect(dispatcher.wakes).toBe(0);
  isBeaten = false;
  expect(await watcher.check()).toBe('committed');
});

test('An instance whose check came second dates a later death by what it observed itself', async () => {
  const { alertStore, clock, log, dispatcher, observe: _, ...rest } = createCheckJobHarness();
  // It dies after the third check, and its heartbeat has expired by the fourth; the record of a healthy trader is stored late.
  const mortal = trader('paper:docker', [[-600, 205]]);
  const observe = async (): Promise<Observation> => {
    const t = (clock.now().getTime() - second(0).getTime()) / 1000;
    return { kind: 'observed', at: clock.now(), snapshots: [snapshotOf(mortal, t)], sessions: null };
  };
  const settings = { ...SETTINGS, checkIntervalMs: 100_000, outageAfterMs: 400_000 };
  const kit = {
    dispatcher,
    clock,
    log: log.log,
    settings: () => settings,
  };
  const cacheOf = () =>
    new StateCache({
      alertStore,
      log: log.log,
      checkIntervalMs: () => 100_000,
      maxRecordAge: () => 3_600_000,
    });
  const first = checkJobWith({ ...kit, observe, stateCache: cacheOf() });
  const raced = async () => {
    await first.check();
    return observe();
  };
  let isSecond = false;
  const other = checkJobWith({
    ...kit,
    observe: () => (isSecond ? raced() : observe()),
    stateCache: cacheOf(),
  });
  expect(await first.check()).toBe('committed');
  clock.set(second(100));
  expect(await other.check()).toBe('committed');
  clock.set(second(200));
  isSecond = true;
  expect(await other.check()).toBe('conflict');
  isSecond = false;
  for (let t = 300; t <= 900; t += 100) {
    clock.set(second(t));
    await other.check();
  }
  const incident = (await rest.stored())?.incidents[0];
  expect(incident).toMatchObject({ rule: 'no_sign_of_life', targets: [{ startedAt: second(200) }] });
});
