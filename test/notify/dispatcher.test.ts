import { setTimeout as sleep } from 'node:timers/promises';
import type { AlertStore } from '../../src/storage/alertStore';
import { ALERTS, type DispatcherHarness, openHarness, render } from './harness';
import { at, blind, digest, event, incident, incidentDelivery, note, recovered } from './notifications';

let harness: DispatcherHarness;
beforeEach(async () => {
  harness = await openHarness();
});
afterEach(() => harness.stop());

const acknowledged = incidentDelivery(incident({ state: 'acknowledged', revision: 2 }));

describe('An incident', () => {
  test('is posted once, and then waits no longer', async () => {
    const dispatcher = harness.dispatcher('a');
    await harness.enqueue(incidentDelivery());
    await harness.sendAll(dispatcher);
    await harness.sendAll(dispatcher);
    expect([harness.texts(), await harness.pendingIds()]).toEqual([['no_sign_of_life open r1'], []]);
  });

  test('is updated where it stands when it changes', async () => {
    const dispatcher = harness.dispatcher('a');
    await harness.enqueue(incidentDelivery());
    await harness.sendAll(dispatcher);
    await harness.enqueue(acknowledged);
    await harness.sendAll(dispatcher);
    expect(harness.texts()).toEqual(['no_sign_of_life acknowledged r2']);
  });

  test('is updated by another instance, too, after a restart', async () => {
    await harness.enqueue(incidentDelivery());
    await harness.sendAll(harness.dispatcher('a'));
    await harness.enqueue(acknowledged);
    await harness.sendAll(harness.dispatcher('b'));
    expect(harness.texts()).toEqual(['no_sign_of_life acknowledged r2']);
  });

  test('whose message somebody deleted is posted anew when it changes', async () => {
    const dispatcher = harness.dispatcher('a');
    await harness.enqueue(incidentDelivery());
    await harness.sendAll(dispatcher);
    await harness.port.remove({ channel: ALERTS, ts: harness.standing()[0]?.ts ?? '' });
    await harness.enqueue(acknowledged);
    await harness.sendAll(dispatcher);
    await harness.enqueue(incidentDelivery(recovered(60)));
    await harness.sendAll(dispatcher);
    expect(harness.texts()).toEqual(['no_sign_of_life recovered r2']);
  });

  test('that opened and closed while Slack was away is reported as one message, without its notes', async () => {
    const dispatcher = harness.dispatcher('a');
    const heal = harness.slack.fail('*', { status: 503 });
    await harness.enqueue(incidentDelivery());
    await harness.sendAll(dispatcher, 30_000);
    await harness.enqueue(
      incidentDelivery(recovered(40), { detectedAt: at(40) }),
      note('note:reminder', { detectedAt: at(20) }),
      note('note:recovered', { detectedAt: at(40), note: { kind: 'recovered', durationMs: 40_000 } }),
    );
    await harness.sendAll(dispatcher, 30_000);
    harness.clock.set(at(63));
    heal();
    await harness.sendAll(dispatcher);
    expect([harness.texts(), await harness.pendingIds()]).toEqual([
      ['no_sign_of_life recovered r2 detected 03:00:00, delivered 03:01:03 (Slack was unreachable)'],
      [],
    ]);
  });
});

describe('A note', () => {
  test("goes into its incident's thread, after the incident", async () => {
    await harness.enqueue(note(), incidentDelivery());
    await harness.sendAll(harness.dispatcher('a'));
    const [root, reply] = harness.standing();
    expect([root?.text, reply?.text, reply?.threadTs]).toEqual([
      'no_sign_of_life open r1',
      'note:1',
      root?.ts,
    ]);
  });

  test('does not go before its incident is reported, however long that takes', async () => {
    const dispatcher = harness.dispatcher('a');
    harness.slack.fail(
      'chat.postMessage',
      { error: 'internal_error' },
      { when: ({ text }) => `${text}`.includes('no_sign_of_life') },
    );
    await harness.enqueue(note(), incidentDelivery());
    await harness.sendAll(dispatcher, 300_000);
    expect([harness.texts(), await harness.pendingIds()]).toEqual([
      [],
      ['no_sign_of_life:paper:docker:1', 'note:1'],
    ]);
  });

  test('shows in the channel too where it is asked to', async () => {
    await harness.enqueue(incidentDelivery(), note('note:1', { replyBroadcast: true }), note('note:2'));
    await harness.sendAll(harness.dispatcher('a'));
    const posts = harness.slack.journal.calls('chat.postMessage').map(({ args }) => args.reply_broadcast);
    expect(posts).toEqual([undefined, 'true', 'false']);
  });

  test('of an incident of which nothing is known is reported by itself', async () => {
    await harness.enqueue(note());
    await harness.sendAll(harness.dispatcher('a'));
    expect(harness.standing()).toMatchObject([{ text: 'note:1', threadTs: null }]);
  });

  test('whose thread is gone is reported in the channel', async () => {
    const dispatcher = harness.dispatcher('a');
    await harness.enqueue(incidentDelivery());
    await harness.sendAll(dispatcher);
    await harness.port.remove({ channel: ALERTS, ts: harness.standing()[0]?.ts ?? '' });
    await harness.enqueue(note());
    await harness.sendAll(dispatcher);
    expect(harness.standing()).toMatchObject([{ text: 'note:1', threadTs: null }]);
  });

  test('whose thread is gone is reported in the channel no sooner than Slack takes another post', async () => {
    const slept: number[] = [];
    const sleep = async (ms: number) => {
      slept.push(ms);
      harness.clock.advance(ms);
    };
    const dispatcher = harness.dispatcher('a', { sleep });
    await harness.enqueue(incidentDelivery());
    await harness.sendAll(dispatcher);
    await harness.port.remove({ channel: ALERTS, ts: harness.standing()[0]?.ts ?? '' });
    await harness.enqueue(note());
    await harness.sendAll(dispatcher);
    expect(slept).toEqual([1000]);
  });

  test('of what happened after the first post is reported although the incident was closed in it', async () => {
    const dispatcher = harness.dispatcher('a');
    await harness.enqueue(incidentDelivery(recovered(10)), note('note:early', { detectedAt: at(10) }));
    await harness.sendAll(dispatcher);
    await harness.enqueue(note('note:later', { detectedAt: at(11) }));
    await harness.sendAll(dispatcher);
    expect(harness.texts()).toEqual(['no_sign_of_life recovered r2', 'note:later']);
  });
});

describe('Lateness', () => {
  test('is said of what comes more than a minute after it was detected', async () => {
    await harness.enqueue(event());
    harness.clock.advance(61_000);
    await harness.sendAll(harness.dispatcher('a'));
    expect(harness.texts()).toEqual(['event:1 detected 03:00:00, delivered 03:01:01']);
  });

  test('is not said of what comes within a minute', async () => {
    await harness.enqueue(event());
    harness.clock.advance(60_000);
    await harness.sendAll(harness.dispatcher('a'));
    expect(harness.texts()).toEqual(['event:1']);
  });

  test('is reported with what kept it, although it was never tried itself', async () => {
    const dispatcher = harness.dispatcher('a');
    const heal = harness.slack.fail('*', { drop: true });
    await harness.enqueue(event('event:1'), digest());
    await harness.sendAll(dispatcher, 64_000);
    heal();
    await harness.sendAll(dispatcher);
    expect(harness.texts().map((text) => text.slice(-25))).toEqual(
      ['(Slack was unreachable)', '(Slack was unreachable)'].map((text) => expect.stringContaining(text)),
    );
  });

  test('of an update is reported by its own time, not by that of the incident', async () => {
    const dispatcher = harness.dispatcher('a');
    await harness.enqueue(incidentDelivery());
    await harness.sendAll(dispatcher);
    harness.clock.set(at(3_600));
    await harness.enqueue(incidentDelivery(recovered(3_600), { detectedAt: at(3_600) }));
    await harness.sendAll(dispatcher);
    expect(harness.texts()).toEqual(['no_sign_of_life recovered r2']);
  });
});

describe('Health', () => {
  test('says how many wait and how old the oldest is', async () => {
    const dispatcher = harness.dispatcher('a');
    harness.slack.fail('*', { status: 500 });
    await harness.enqueue(event(), digest('digest:1', { detectedAt: at(-30) }));
    await dispatcher.dispatchDue();
    harness.clock.advance(10_000);
    expect(dispatcher.health()).toMatchObject({
      pending: 2,
      oldest: { id: 'digest:1', ageMs: 40_000 },
      faults: [],
    });
  });

  test('tells each message that was delivered, and each call that failed, to whoever counts', async () => {
    const told: unknown[] = [];
    harness.slack.fail('chat.postMessage', { ratelimited: true, retryAfterS: 2 }, { times: 1 });
    const dispatcher = harness.dispatcher('a', {
      hooks: {
        onDelivered: ({ notification, detectedAt, deliveredAt }) =>
          told.push([notification.id, deliveredAt.getTime() - detectedAt.getTime()]),
        onFailed: ({ call, kind }) => told.push([call, kind]),
      },
    });
    await harness.enqueue(event());
    await harness.sendAll(dispatcher);
    expect(told).toEqual([
      ['post', 'throttled'],
      ['event:1', 2_000],
    ]);
  });
});

describe('Redis away', () => {
  test('pauses sending, and nothing is lost', async () => {
    const dispatcher = harness.dispatcher('a');
    await harness.enqueue(event());
    harness.store.simulateOutage('unreachable');
    await dispatcher.dispatchDue();
    const during = [harness.texts(), dispatcher.health().storeUnavailable];
    harness.store.endOutage();
    await harness.sendAll(dispatcher);
    expect([...during, harness.texts(), dispatcher.health().storeUnavailable]).toEqual([
      [],
      true,
      ['event:1'],
      false,
    ]);
  });

  test('after a message was sent does not let it be sent again', async () => {
    const dispatcher = harness.dispatcher('a', {
      slack: {
        ...harness.port,
        post: async (what) => {
          const outcome = await harness.port.post(what);
          harness.store.simulateOutage('slow');
          return outcome;
        },
      },
    });
    await harness.enqueue(event());
    await dispatcher.dispatchDue();
    harness.clock.advance(60_000);
    harness.store.endOutage();
    await harness.sendAll(dispatcher);
    expect([harness.texts(), await harness.pendingIds()]).toEqual([['event:1'], []]);
  });
});

describe('The loop', () => {
  test('sends what was committed once it is woken, and stops', async () => {
    const dispatcher = harness.dispatcher('a');
    dispatcher.start();
    await harness.enqueue(event());
    dispatcher.wake();
    await harness.slack.until(() => harness.texts().length === 1);
    await dispatcher.stop(1_000);
    await harness.enqueue(event('event:2'));
    harness.clock.advance(60_000);
    dispatcher.wake();
    await sleep(100);
    expect(harness.texts()).toEqual(['event:1']);
  });

  test('finishes the call in flight before it stops', async () => {
    const dispatcher = harness.dispatcher('a');
    const begun = new Promise<void>((resolve) => {
      const when = () => {
        resolve();
        return true;
      };
      harness.slack.fail('chat.postMessage', { delayMs: 100 }, { when });
    });
    await harness.enqueue(event());
    dispatcher.start();
    await begun;
    const before = harness.texts();
    await dispatcher.stop(10_000);
    expect([before, harness.texts(), await harness.pendingIds()]).toEqual([[], ['event:1'], []]);
  });

  test('stops within its limit although a call hangs', async () => {
    const dispatcher = harness.dispatcher('a', {
      slack: { ...harness.port, post: () => new Promise(() => undefined) },
    });
    await harness.enqueue(event());
    dispatcher.start();
    await sleep(20);
    await expect(dispatcher.stop(20)).resolves.toBeUndefined();
  });

  test('outlives whatever a port or a message throws', async () => {
    const dispatcher = harness.dispatcher('a', {
      slack: { ...harness.port, post: () => Promise.reject(new Error('never thought of')) },
      render: (delivery, context) => render(delivery, context),
    });
    await harness.enqueue(event(), incidentDelivery(blind()));
    await dispatcher.dispatchDue();
    expect(
      harness.log
        .lines()
        .filter(({ level }) => level === 50)
        .map(({ msg }) => msg),
    ).toContain('unexpected delivery error');
  });
});

test('The outbox is read once for all that is sent in a round', async () => {
  const channels = ['C0ALERTS', 'C0OPS'] as const;
  await harness.enqueue(...channels.map((channel) => event(`event:${channel}`, { channel })));
  let reads = 0;
  const counting: AlertStore = Object.assign(Object.create(harness.alertStore) as AlertStore, {
    pending: () => {
      reads += 1;
      return harness.alertStore.pending();
    },
  });
  await harness.dispatcher('a', { alertStore: counting }).dispatchDue();
  expect([await harness.pendingIds(), reads]).toEqual([[], 1]);
});
