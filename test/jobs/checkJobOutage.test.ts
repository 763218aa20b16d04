import type { Observation } from '../../src/alerting';
import { StateUnavailableError } from '../../src/redis/errors';
import type { AlertStore } from '../../src/storage/alertStore';
import { checkJobWith, createCheckJobHarness, storedState } from '../helpers/checkJobHarness';
import { SETTINGS } from '../helpers/scenario';
import { second } from '../helpers/traders';

describe('An outage of monitoring', () => {
  test('that is short is not reported', async () => {
    const { watcher, redis, clock, told } = createCheckJobHarness();
    await watcher.check();
    redis.simulateOutage('unreachable');
    clock.advance(60_000);
    expect(await watcher.check()).toBe('unavailable');
    expect(told).toEqual([]);
  });

  test('begins at the last successful read, whenever it is noticed', async () => {
    const { watcher, redis, clock, told } = createCheckJobHarness();
    await watcher.check();
    redis.simulateOutage('unreachable');
    for (const _ of [1, 2]) {
      clock.advance(61_000);
      await watcher.check();
    }
    expect(told.map(({ id, openedAt }) => [id, openedAt])).toEqual(
      [1, 2].map(() => [`monitoring_outage:${second(0).getTime() / 1000}`, second(0)]),
    );
  });

  test('is reported if the traders cannot be read although the store can', async () => {
    const { watcher, clock, told } = createCheckJobHarness({
      observe: async () => ({ kind: 'unavailable', at: second(61), reason: 'slow' }),
    });
    clock.advance(61_000);
    expect(await watcher.check()).toBe('unavailable');
    expect(told).toMatchObject([{ rule: 'monitoring_outage', openedAt: second(0) }]);
  });

  test('is reported if nothing can be stored', async () => {
    const { alertStore, ...rest } = createCheckJobHarness();
    const full = Object.assign(Object.create(alertStore) as AlertStore, {
      commit: async () => {
        rest.redis.simulateOutage('refused');
        await rest.redis.ping();
      },
    });
    const watcher = checkJobWith({
      ...rest,
      stateCache: rest.memoryOf(full),
      log: rest.log.log,
      settings: () => SETTINGS,
    });
    rest.clock.advance(61_000);
    expect(await watcher.check()).toBe('unavailable');
    expect(rest.told).toHaveLength(1);
  });

  test('is reported if each check fails because of a bug, which is thrown', async () => {
    const { watcher, clock, told } = createCheckJobHarness({
      observe: async () => {
        throw new TypeError('a fault of our own');
      },
    });
    clock.advance(61_000);
    await expect(watcher.check()).rejects.toThrow('a fault of our own');
    expect(told).toMatchObject([{ rule: 'monitoring_outage', openedAt: second(0) }]);
  });

  test('of a bot that never read anything begins at its start', async () => {
    const { watcher, redis, clock, told } = createCheckJobHarness();
    redis.simulateOutage('unreachable');
    await watcher.check();
    expect(told).toEqual([]);
    clock.advance(61_000);
    await watcher.check();
    expect(told).toMatchObject([
      { id: `monitoring_outage:start:${second(0).getTime() / 1000}`, openedAt: second(0) },
    ]);
  });

  test('that only this instance reported ends although another instance is faster at each check', async () => {
    const { watcher: other, alertStore, clock, observe, ...rest } = createCheckJobHarness();
    let isBlind = false;
    const cutOff: AlertStore = Object.assign(Object.create(alertStore) as AlertStore, {
      load: async () => {
        if (isBlind) throw new StateUnavailableError('unreachable', clock.now());
        return alertStore.load();
      },
    });
    const slowly = async (): Promise<Observation> => {
      const seen = await observe();
      clock.advance(1);
      await other.check();
      return seen;
    };
    const watcher = checkJobWith({
      ...rest,
      observe: slowly,
      clock,
      stateCache: rest.memoryOf(cutOff),
      log: rest.log.log,
      settings: () => SETTINGS,
    });
    await watcher.check();
    isBlind = true;
    for (let checks = 0; checks < 6; checks++) {
      clock.advance(15_000);
      await watcher.check();
      await other.check();
    }
    isBlind = false;
    clock.advance(15_000);
    await watcher.check();
    const known = await storedState(alertStore);
    expect(rest.told).not.toEqual([]);
    expect(known?.incidents).toMatchObject([{ rule: 'monitoring_outage', state: 'recovered' }]);
  });

  test('of a bot that never saw anything ends in the store when it sees, though that knew nothing either', async () => {
    const { watcher, redis, clock, alertStore, stored } = createCheckJobHarness();
    redis.simulateOutage('unreachable');
    clock.advance(61_000);
    await watcher.check();
    redis.endOutage();
    await watcher.check();
    expect((await stored())?.incidents).toMatchObject([{ rule: 'monitoring_outage', state: 'recovered' }]);
    expect((await alertStore.pending()).map(({ id }) => id)).toEqual([
      `monitoring_outage:start:${second(0).getTime() / 1000}`,
    ]);
  });
});
