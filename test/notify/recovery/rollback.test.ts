import { setTimeout as sleep } from 'node:timers/promises';
import { encodeNotification } from '../../../src/notify/model/codec';
import { StateUnavailableError } from '../../../src/redis/errors';
import { LossyAlertStore } from '../../jobs/lossyAlertStore';
import { type DispatcherHarness, openHarness } from '../harness';
import { at, event, finished, incidentDelivery } from '../notifications';

let harness: DispatcherHarness;
beforeEach(async () => {
  harness = await openHarness();
});
afterEach(() => harness.stop());

test('Each time that somebody has decided something new it says so, so that this instance may remember it', async () => {
  let news = 0;
  const hooks = {
    onRemoteChange: () => {
      news += 1;
    },
  };
  const dispatcher = harness.dispatcher('a', { hooks });
  await dispatcher.dispatchDue();
  await harness.enqueue(event());
  await harness.sendAll(dispatcher);
  await dispatcher.dispatchDue();
  expect(news).toBe(1);
  await harness.enqueue(incidentDelivery());
  await harness.sendAll(harness.dispatcher('b'));
  await dispatcher.dispatchDue();
  expect(news).toBe(2);
  await harness.enqueue(event('event:2'));
  await harness.sendAll(harness.dispatcher('b'));
  await dispatcher.dispatchDue();
  expect(news).toBe(3);
});

describe('An event that may have been reported by another instance, which had seen the trader at another time before', () => {
  const rose = (seenBefore: number, detected: number, change = {}) =>
    event(`event:safety_violations:paper:docker:3:${at(seenBefore).getTime()}`, {
      detectedAt: at(detected),
      occurrence: { key: '3', after: at(seenBefore).getTime() },
      ...change,
    });
  const toldBoth = async (...both: Parameters<typeof rose>[]) => {
    for (const one of both) {
      harness.clock.set(at(one[1]));
      await harness.enqueue(rose(...one));
      await harness.sendAll(harness.dispatcher('a'));
    }
    return harness.texts().length;
  };
  const inDoubt = { verifyBeforeSend: true } as const;

  test('is reported once where either could be what both saw', async () => {
    expect(await toldBoth([0, 1200], [600, 1260, inDoubt])).toBe(1);
  });

  test('is reported again where the first was seen before that trader was seen again: the count was begun anew', async () => {
    expect(await toldBoth([0, 600], [600, 1200, inDoubt])).toBe(2);
  });

  test('is reported once where a tuning session finished at about the end of what one of them knows', async () => {
    for (const one of [finished(605, 1205), finished(0, 600, inDoubt)]) {
      harness.clock.set(at(1300));
      await harness.enqueue(one);
      await harness.sendAll(harness.dispatcher('a'));
    }
    expect(harness.texts()).toHaveLength(1);
  });

  test('is reported where another event was reported meanwhile', async () => {
    await harness.enqueue(
      event(`event:safety_violations:paper:docker:4:${at(0).getTime()}`, { detectedAt: at(600) }),
    );
    expect(await toldBoth([0, 600, inDoubt])).toBe(2);
  });
});

test('What waits in a store that has fallen back to older data is looked up before it is sent', async () => {
  const alertStore = new LossyAlertStore(harness.store, harness.clock);
  const [slow, fast] = [harness.dispatcher('a', { alertStore }), harness.dispatcher('b', { alertStore })];
  const put = async (id: string) => {
    harness.clock.advance(10_000);
    const from = await alertStore.version();
    const text = encodeNotification(event(id, { detectedAt: harness.clock.now() }));
    await alertStore.commit({
      from,
      known: '',
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
  await harness.sendAll(slow);
  expect(harness.texts()).toEqual(['event:1', 'event:2']);
});

describe('A dispatcher that meets an older store', () => {
  const fallsBack = async (older: () => Promise<void>) => {
    const alertStore = new LossyAlertStore(harness.store, harness.clock);
    const dispatcher = harness.dispatcher('a', { alertStore, hooks: { onRollback: older } });
    const text = encodeNotification(event());
    await alertStore.commit({
      from: 0,
      known: '',
      enqueue: [{ id: 'event:1', text }],
      cancel: [],
      audit: [],
      messages: [],
    });
    const { moment } = alertStore;
    await alertStore.commit({
      from: 1,
      known: '',
      enqueue: [],
      cancel: ['event:1'],
      audit: [],
      messages: [],
    });
    await dispatcher.dispatchDue();
    await alertStore.comesBack(moment);
    return dispatcher;
  };

  test('sends nothing of it before what was lost is restored', async () => {
    let meanwhile: readonly string[] = ['not met'];
    const dispatcher = await fallsBack(async () => {
      await sleep(200);
      meanwhile = harness.texts();
    });
    await dispatcher.dispatchDue();
    expect([meanwhile, harness.texts()]).toEqual([[], ['event:1']]);
  });

  test('sends what waits where that fails by an error of our own, and logs it', async () => {
    const dispatcher = await fallsBack(() => Promise.reject(new Error('a fault')));
    await dispatcher.dispatchDue();
    expect([harness.texts(), harness.log.text()]).toEqual([
      ['event:1'],
      expect.stringContaining('failed to restore state after Redis data loss'),
    ]);
  });

  test('tries that again where Redis is away', async () => {
    let tries = 0;
    const dispatcher = await fallsBack(async () => {
      tries += 1;
      if (tries === 1) throw new StateUnavailableError('unreachable', harness.clock.now());
    });
    await dispatcher.dispatchDue();
    const before = harness.texts();
    await dispatcher.dispatchDue();
    expect([before, harness.texts(), tries]).toEqual([[], ['event:1'], 2]);
  });
});
