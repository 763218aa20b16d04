import { encodeState, initialState } from '../../src/alerting';
import { StateUnavailableError } from '../../src/redis/errors';
import { createAlertsService } from '../helpers/alertsService';
import { checkJobWith, createCheckJobHarness, storedState } from '../helpers/checkJobHarness';
import { SETTINGS } from '../helpers/scenario';
import { unresponsive } from '../helpers/stateCaches';
import { second } from '../helpers/traders';

describe('What is known', () => {
  test('is stored anew when Redis comes back empty, and that is logged', async () => {
    const { watcher, alertStore, clock, log, stored } = createCheckJobHarness();
    await watcher.check();
    await alertStore.comesBack();
    clock.advance(15_000);
    expect(await watcher.check()).toBe('committed');
    expect(await stored()).toMatchObject({ continuousSince: second(0) });
    expect(log.text()).toContain('state restored from memory');
  });

  test('is known to be after a loss also where somebody who acted met that first', async () => {
    const { watcher, alertStore, clock, stateCache: memory, dispatcher, log } = createCheckJobHarness();
    await watcher.check();
    await alertStore.comesBack();
    const alerts = createAlertsService({
      alertStore,
      stateCache: memory,
      dispatcher,
      clock,
      log: log.log,
      settings: () => SETTINGS,
    });
    await alerts.test('U1', 'info');
    clock.advance(15_000);
    await watcher.check();
    expect(await storedState(alertStore)).toMatchObject({ createdAt: second(0), dataLossAt: second(15) });
    clock.advance(15_000);
    await watcher.check();
    expect(await storedState(alertStore)).toMatchObject({ dataLossAt: second(15) });
  });

  test('is known to be after a loss also where that somebody acted was stored without an answer', async () => {
    const { alertStore, clock, dispatcher, log, memoryOf, observe } = createCheckJobHarness();
    const { alertStore: unanswered, silent } = unresponsive(alertStore, clock);
    const memory = memoryOf(unanswered);
    const kit = { stateCache: memory, dispatcher, clock, log: log.log, settings: () => SETTINGS };
    const watcher = checkJobWith({ ...kit, observe });
    await watcher.check();
    await alertStore.comesBack();
    silent.isSilent = true;
    await expect(createAlertsService({ alertStore, ...kit }).test('U1', 'info')).rejects.toThrow(
      StateUnavailableError,
    );
    silent.isSilent = false;
    clock.advance(15_000);
    await watcher.check();
    expect(await storedState(alertStore)).toMatchObject({ dataLossAt: second(15) });
  });

  test('tells the dispatcher that it sees, once that is stored', async () => {
    const seen: Date[] = [];
    const kit = createCheckJobHarness();
    const dispatcher = { ...kit.dispatcher, outageEnded: () => seen.push(kit.clock.now()) };
    const watcher = checkJobWith({
      ...kit,
      log: kit.log.log,
      settings: () => SETTINGS,
      dispatcher,
    });
    await watcher.check();
    kit.redis.simulateOutage('unreachable');
    await watcher.check();
    expect(seen).toEqual([second(0)]);
  });

  test('is what another copy stored anew, and not what this one remembers, when that is later', async () => {
    const { watcher, alertStore, clock, log, ...rest } = createCheckJobHarness();
    const other = checkJobWith({
      ...rest,
      stateCache: rest.memoryOf(alertStore),
      clock,
      log: log.log,
      settings: () => SETTINGS,
    });
    await watcher.check();
    await other.check();
    await alertStore.comesBack();
    clock.advance(15_000);
    await other.check();
    clock.advance(1_000);
    await watcher.check();
    expect(log.lines().filter(({ msg }) => msg.includes('restored from memory'))).toHaveLength(1);
  });

  test('that cannot be read is taken from memory, part by part logged', async () => {
    const { watcher, alertStore, clock, stored, log } = createCheckJobHarness();
    await watcher.check();
    await alertStore.commit({
      from: 1,
      records: new Map([['head', 'no JSON']]),
      enqueue: [],
      cancel: [],
      audit: [],
      messages: [],
    });
    clock.advance(15_000);
    expect(await watcher.check()).toBe('committed');
    expect(await stored()).toMatchObject({ continuousSince: second(0) });
    expect(log.text()).toContain('discarded undecodable');
  });

  test('is what this copy remembers, with what another stored that remembered nothing when Redis came back empty', async () => {
    const { watcher, alertStore, clock, log, ...rest } = createCheckJobHarness();
    await watcher.check();
    await alertStore.comesBack();
    clock.advance(15_000);
    const started = checkJobWith({
      ...rest,
      stateCache: rest.memoryOf(alertStore),
      clock,
      log: log.log,
      settings: () => SETTINGS,
    });
    await started.check();
    expect((await storedState(alertStore))?.createdAt).toEqual(second(15));
    clock.advance(15_000);
    await watcher.check();
    clock.advance(15_000);
    await started.check();
    expect(await storedState(alertStore)).toMatchObject({
      createdAt: second(0),
      continuousSince: second(15),
    });
    expect(log.lines().filter(({ msg }) => msg.includes('restored from memory'))).toHaveLength(1);
  });

  test('is what this copy remembers also where another is first at every check', async () => {
    const { alertStore, clock, log, observe, stateCache: memory, ...rest } = createCheckJobHarness();
    const kit = { ...rest, clock, log: log.log, settings: () => SETTINGS };
    const faster = checkJobWith({ ...kit, observe, stateCache: rest.memoryOf(alertStore) });
    const slower = checkJobWith({ ...kit, observe: () => faster.check().then(observe), stateCache: memory });
    const remembers = checkJobWith({ ...kit, observe, stateCache: memory });
    await remembers.check();
    await alertStore.comesBack();
    clock.advance(15_000);
    await faster.check();
    clock.advance(15_000);
    await slower.check();
    expect(await storedState(alertStore)).toMatchObject({ createdAt: second(0), observedAt: second(30) });
  });

  test('that cannot be read, by a bot that remembers nothing, begins anew', async () => {
    const { watcher, alertStore, stored } = createCheckJobHarness();
    await alertStore.commit({
      from: 0,
      records: new Map([['head', 'no JSON']]),
      enqueue: [],
      cancel: [],
      audit: [],
      messages: [],
    });
    expect(await watcher.check()).toBe('committed');
    expect(await stored()).toMatchObject({ observedAt: second(0) });
  });

  test('is what another copy stored meanwhile', async () => {
    const { watcher, alertStore, stateCache: memory } = createCheckJobHarness();
    const incident = { ...initialState(second(0)), continuousSince: second(-900) };
    await alertStore.commit({
      from: 0,
      records: encodeState(incident),
      enqueue: [],
      cancel: [],
      audit: [],
      messages: [],
    });
    await watcher.check();
    expect(memory.known()).toMatchObject({ continuousSince: second(-900) });
  });
});
