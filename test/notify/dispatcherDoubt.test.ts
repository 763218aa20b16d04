import { setTimeout as sleep } from 'node:timers/promises';
import { encodeNotification } from '../../src/notify/model/codec';
import { StateUnavailableError } from '../../src/redis/errors';
import { createDispatcherHarness, type DispatcherHarness } from '../helpers/dispatcherHarness';
import { LossyAlertStore } from '../helpers/lossyAlertStore';
import { at, event, finished, incidentDelivery } from '../helpers/notifications';

let desk: DispatcherHarness;
beforeEach(async () => {
  desk = await createDispatcherHarness();
});
afterEach(() => desk.stop());

test('A dispatcher reports each new decision of any instance, so that this instance can remember it', async () => {
  let changes = 0;
  const hooks = {
    onRemoteChange: () => {
      changes += 1;
    },
  };
  const dispatcher = desk.dispatcher('a', { hooks });
  await dispatcher.dispatchDue();
  await desk.put(event());
  await desk.work(dispatcher);
  await dispatcher.dispatchDue();
  expect(changes).toBe(1);
  await desk.put(incidentDelivery());
  await desk.work(desk.dispatcher('b'));
  await dispatcher.dispatchDue();
  expect(changes).toBe(2);
  await desk.put(event('event:2'));
  await desk.work(desk.dispatcher('b'));
  await dispatcher.dispatchDue();
  expect(changes).toBe(3);
});

describe('An event that another instance, which had last seen the trader at another time, may have sent', () => {
  const rose = (seenBefore: number, detected: number, change = {}) =>
    event(`event:safety_violations:paper:docker:3:${at(seenBefore).getTime()}`, {
      detectedAt: at(detected),
      occurrence: { key: '3', after: at(seenBefore).getTime() },
      ...change,
    });
  const sentBoth = async (...both: Parameters<typeof rose>[]) => {
    for (const one of both) {
      desk.clock.set(at(one[1]));
      await desk.put(rose(...one));
      await desk.work(desk.dispatcher('a'));
    }
    return desk.texts().length;
  };
  const inDoubt = { verifyBeforeSend: true } as const;

  test('is sent once if both instances may have seen the same event', async () => {
    expect(await sentBoth([0, 1200], [600, 1260, inDoubt])).toBe(1);
  });

  test('is sent again if the trader was seen between the two events', async () => {
    expect(await sentBoth([0, 600], [600, 1200, inDoubt])).toBe(2);
  });

  test('is sent once if a tuning session finished near the end of what one instance knows', async () => {
    for (const one of [finished(605, 1205), finished(0, 600, inDoubt)]) {
      desk.clock.set(at(1300));
      await desk.put(one);
      await desk.work(desk.dispatcher('a'));
    }
    expect(desk.texts()).toHaveLength(1);
  });

  test('is sent if another event was sent in between', async () => {
    await desk.put(
      event(`event:safety_violations:paper:docker:4:${at(0).getTime()}`, { detectedAt: at(600) }),
    );
    expect(await sentBoth([0, 600, inDoubt])).toBe(2);
  });
});

test('A delivery waiting in a store that fell back to older data is looked up in Slack before it is sent', async () => {
  const alertStore = new LossyAlertStore(desk.store, desk.clock);
  const [slow, fast] = [desk.dispatcher('a', { alertStore }), desk.dispatcher('b', { alertStore })];
  const put = async (id: string) => {
    desk.clock.advance(10_000);
    const from = await alertStore.version();
    const text = encodeNotification(event(id, { detectedAt: desk.clock.now() }));
    await alertStore.commit({
      from,
      records: new Map(),
      enqueue: [{ id, text }],
      cancel: [],
      audit: [],
      messages: [],
    });
  };
  await put('event:1');
  const { moment } = alertStore;
  await fast.dispatchDue();
  await put('event:2');
  await slow.dispatchDue();
  await alertStore.comesBack(moment);
  await desk.work(slow);
  expect(desk.texts()).toEqual(['event:1', 'event:2']);
});

describe('A dispatcher that meets an older store', () => {
  const fallsBack = async (older: () => Promise<void>) => {
    const alertStore = new LossyAlertStore(desk.store, desk.clock);
    const dispatcher = desk.dispatcher('a', { alertStore, hooks: { onRollback: older } });
    const text = encodeNotification(event());
    await alertStore.commit({
      from: 0,
      records: new Map(),
      enqueue: [{ id: 'event:1', text }],
      cancel: [],
      audit: [],
      messages: [],
    });
    const { moment } = alertStore;
    await alertStore.commit({
      from: 1,
      records: new Map(),
      enqueue: [],
      cancel: ['event:1'],
      audit: [],
      messages: [],
    });
    await dispatcher.dispatchDue();
    await alertStore.comesBack(moment);
    return dispatcher;
  };

  test('sends nothing from it before the lost data is stored again', async () => {
    let meanwhile: readonly string[] = ['not met'];
    const dispatcher = await fallsBack(async () => {
      await sleep(200);
      meanwhile = desk.texts();
    });
    await dispatcher.dispatchDue();
    expect([meanwhile, desk.texts()]).toEqual([[], ['event:1']]);
  });

  test('sends the waiting messages if restoring fails because of a bug, and logs it', async () => {
    const dispatcher = await fallsBack(() => Promise.reject(new Error('a fault')));
    await dispatcher.dispatchDue();
    expect([desk.texts(), desk.log.text()]).toEqual([
      ['event:1'],
      expect.stringContaining('failed to restore state after Redis data loss'),
    ]);
  });

  test('retries the restoration if Redis is away', async () => {
    let tries = 0;
    const dispatcher = await fallsBack(async () => {
      tries += 1;
      if (tries === 1) throw new StateUnavailableError('unreachable', desk.clock.now());
    });
    await dispatcher.dispatchDue();
    const before = desk.texts();
    await dispatcher.dispatchDue();
    expect([before, desk.texts(), tries]).toEqual([[], ['event:1'], 2]);
  });
});
