import { setTimeout as sleep } from 'node:timers/promises';
import type { AlertStore } from '../../src/storage/alertStore';
import {
  ALERTS,
  createDispatcherHarness,
  type DispatcherHarness,
  render,
} from '../helpers/dispatcherHarness';
import {
  at,
  blind,
  digest,
  event,
  incident,
  incidentDelivery,
  note,
  recovered,
} from '../helpers/notifications';

let desk: DispatcherHarness;
beforeEach(async () => {
  desk = await createDispatcherHarness();
});
afterEach(() => desk.stop());

const acknowledged = incidentDelivery(incident({ state: 'acknowledged', revision: 2 }));

describe('An incident', () => {
  test('is posted once, and then leaves the outbox', async () => {
    const dispatcher = desk.dispatcher('a');
    await desk.put(incidentDelivery());
    await desk.work(dispatcher);
    await desk.work(dispatcher);
    expect([desk.texts(), await desk.waitingIds()]).toEqual([['no_sign_of_life open r1'], []]);
  });

  test('is updated in its own message when it changes', async () => {
    const dispatcher = desk.dispatcher('a');
    await desk.put(incidentDelivery());
    await desk.work(dispatcher);
    await desk.put(acknowledged);
    await desk.work(dispatcher);
    expect(desk.texts()).toEqual(['no_sign_of_life acknowledged r2']);
  });

  test('can be updated by another instance after a restart', async () => {
    await desk.put(incidentDelivery());
    await desk.work(desk.dispatcher('a'));
    await desk.put(acknowledged);
    await desk.work(desk.dispatcher('b'));
    expect(desk.texts()).toEqual(['no_sign_of_life acknowledged r2']);
  });

  test('whose message somebody deleted is posted anew when it changes', async () => {
    const dispatcher = desk.dispatcher('a');
    await desk.put(incidentDelivery());
    await desk.work(dispatcher);
    await desk.port.remove({ channel: ALERTS, ts: desk.standing()[0]?.ts ?? '' });
    await desk.put(acknowledged);
    await desk.work(dispatcher);
    await desk.put(incidentDelivery(recovered(60)));
    await desk.work(dispatcher);
    expect(desk.texts()).toEqual(['no_sign_of_life recovered r2']);
  });

  test('that opened and closed while Slack was away is sent as one message, without its notes', async () => {
    const dispatcher = desk.dispatcher('a');
    const heal = desk.slack.fail('*', { status: 503 });
    await desk.put(incidentDelivery());
    await desk.work(dispatcher, 30_000);
    await desk.put(
      incidentDelivery(recovered(40), { detectedAt: at(40) }),
      note('note:reminder', { detectedAt: at(20) }),
      note('note:recovered', { detectedAt: at(40), note: { kind: 'recovered', durationMs: 40_000 } }),
    );
    await desk.work(dispatcher, 30_000);
    desk.clock.set(at(63));
    heal();
    await desk.work(dispatcher);
    expect([desk.texts(), await desk.waitingIds()]).toEqual([
      ['no_sign_of_life recovered r2 detected 03:00:00, delivered 03:01:03 (Slack was unreachable)'],
      [],
    ]);
  });
});

describe('A note', () => {
  test("goes into its incident's thread, after the incident", async () => {
    await desk.put(note(), incidentDelivery());
    await desk.work(desk.dispatcher('a'));
    const [root, reply] = desk.standing();
    expect([root?.text, reply?.text, reply?.threadTs]).toEqual([
      'no_sign_of_life open r1',
      'note:1',
      root?.ts,
    ]);
  });

  test('is not sent before its incident, however long that takes', async () => {
    const dispatcher = desk.dispatcher('a');
    desk.slack.fail(
      'chat.postMessage',
      { error: 'internal_error' },
      { when: ({ text }) => `${text}`.includes('no_sign_of_life') },
    );
    await desk.put(note(), incidentDelivery());
    await desk.work(dispatcher, 300_000);
    expect([desk.texts(), await desk.waitingIds()]).toEqual([
      [],
      ['no_sign_of_life:paper:docker:1', 'note:1'],
    ]);
  });

  test('is also shown in the channel if a broadcast is requested', async () => {
    await desk.put(incidentDelivery(), note('note:1', { replyBroadcast: true }), note('note:2'));
    await desk.work(desk.dispatcher('a'));
    const posts = desk.slack.journal.calls('chat.postMessage').map(({ args }) => args.reply_broadcast);
    expect(posts).toEqual([undefined, 'true', 'false']);
  });

  test('of an unknown incident is posted by itself', async () => {
    await desk.put(note());
    await desk.work(desk.dispatcher('a'));
    expect(desk.standing()).toMatchObject([{ text: 'note:1', threadTs: null }]);
  });

  test('whose thread is gone is posted in the channel', async () => {
    const dispatcher = desk.dispatcher('a');
    await desk.put(incidentDelivery());
    await desk.work(dispatcher);
    await desk.port.remove({ channel: ALERTS, ts: desk.standing()[0]?.ts ?? '' });
    await desk.put(note());
    await desk.work(dispatcher);
    expect(desk.standing()).toMatchObject([{ text: 'note:1', threadTs: null }]);
  });

  test('whose thread is gone is posted in the channel no sooner than Slack takes another post', async () => {
    const slept: number[] = [];
    const sleep = async (ms: number) => {
      slept.push(ms);
      desk.clock.advance(ms);
    };
    const dispatcher = desk.dispatcher('a', { sleep });
    await desk.put(incidentDelivery());
    await desk.work(dispatcher);
    await desk.port.remove({ channel: ALERTS, ts: desk.standing()[0]?.ts ?? '' });
    await desk.put(note());
    await desk.work(dispatcher);
    expect(slept).toEqual([1000]);
  });

  test('of what happened after the first post is sent although the incident was closed in it', async () => {
    const dispatcher = desk.dispatcher('a');
    await desk.put(incidentDelivery(recovered(10)), note('note:early', { detectedAt: at(10) }));
    await desk.work(dispatcher);
    await desk.put(note('note:later', { detectedAt: at(11) }));
    await desk.work(dispatcher);
    expect(desk.texts()).toEqual(['no_sign_of_life recovered r2', 'note:later']);
  });
});

describe('The lateness note', () => {
  test('is added to a message that is sent more than a minute after its detection', async () => {
    await desk.put(event());
    desk.clock.advance(61_000);
    await desk.work(desk.dispatcher('a'));
    expect(desk.texts()).toEqual(['event:1 detected 03:00:00, delivered 03:01:01']);
  });

  test('is not added to a message that is sent within a minute', async () => {
    await desk.put(event());
    desk.clock.advance(60_000);
    await desk.work(desk.dispatcher('a'));
    expect(desk.texts()).toEqual(['event:1']);
  });

  test('gives the cause of the delay, although the message itself was never tried', async () => {
    const dispatcher = desk.dispatcher('a');
    const heal = desk.slack.fail('*', { drop: true });
    await desk.put(event('event:1'), digest());
    await desk.work(dispatcher, 64_000);
    heal();
    await desk.work(dispatcher);
    expect(desk.texts().map((text) => text.slice(-25))).toEqual(
      ['(Slack was unreachable)', '(Slack was unreachable)'].map((text) => expect.stringContaining(text)),
    );
  });

  test('of an update is measured from the update, not from the incident', async () => {
    const dispatcher = desk.dispatcher('a');
    await desk.put(incidentDelivery());
    await desk.work(dispatcher);
    desk.clock.set(at(3_600));
    await desk.put(incidentDelivery(recovered(3_600), { detectedAt: at(3_600) }));
    await desk.work(dispatcher);
    expect(desk.texts()).toEqual(['no_sign_of_life recovered r2']);
  });
});

describe('The health of a dispatcher', () => {
  test('has the number of waiting messages and the age of the oldest', async () => {
    const dispatcher = desk.dispatcher('a');
    desk.slack.fail('*', { status: 500 });
    await desk.put(event(), digest('digest:1', { detectedAt: at(-30) }));
    await dispatcher.dispatchDue();
    desk.clock.advance(10_000);
    expect(dispatcher.health()).toMatchObject({
      pending: 2,
      oldest: { id: 'digest:1', ageMs: 40_000 },
      faults: [],
    });
  });

  test('comes with a report of each delivered message and each failed call for the metrics', async () => {
    const reports: unknown[] = [];
    desk.slack.fail('chat.postMessage', { ratelimited: true, retryAfterS: 2 }, { times: 1 });
    const dispatcher = desk.dispatcher('a', {
      hooks: {
        onDelivered: ({ notification, detectedAt, deliveredAt }) =>
          reports.push([notification.id, deliveredAt.getTime() - detectedAt.getTime()]),
        onFailed: ({ call, kind }) => reports.push([call, kind]),
      },
    });
    await desk.put(event());
    await desk.work(dispatcher);
    expect(reports).toEqual([
      ['post', 'rate_limited'],
      ['event:1', 2_000],
    ]);
  });
});

describe('A Redis outage', () => {
  test('pauses sending and loses no message', async () => {
    const dispatcher = desk.dispatcher('a');
    await desk.put(event());
    desk.store.simulateOutage('unreachable');
    await dispatcher.dispatchDue();
    const during = [desk.texts(), dispatcher.health().storeUnavailable];
    desk.store.endOutage();
    await desk.work(dispatcher);
    expect([...during, desk.texts(), dispatcher.health().storeUnavailable]).toEqual([
      [],
      true,
      ['event:1'],
      false,
    ]);
  });

  test('after a message was sent does not cause it to be sent again', async () => {
    const dispatcher = desk.dispatcher('a', {
      slack: {
        ...desk.port,
        post: async (what) => {
          const outcome = await desk.port.post(what);
          desk.store.simulateOutage('slow');
          return outcome;
        },
      },
    });
    await desk.put(event());
    await dispatcher.dispatchDue();
    desk.clock.advance(60_000);
    desk.store.endOutage();
    await desk.work(dispatcher);
    expect([desk.texts(), await desk.waitingIds()]).toEqual([['event:1'], []]);
  });
});

describe('The dispatch loop', () => {
  test('sends what was committed once it is woken, and stops', async () => {
    const dispatcher = desk.dispatcher('a');
    dispatcher.start();
    await desk.put(event());
    dispatcher.wake();
    await desk.slack.until(() => desk.texts().length === 1);
    await dispatcher.stop(1_000);
    await desk.put(event('event:2'));
    desk.clock.advance(60_000);
    dispatcher.wake();
    await sleep(100);
    expect(desk.texts()).toEqual(['event:1']);
  });

  test('finishes the call in flight before it stops', async () => {
    const dispatcher = desk.dispatcher('a');
    const begun = new Promise<void>((resolve) => {
      const when = () => {
        resolve();
        return true;
      };
      desk.slack.fail('chat.postMessage', { delayMs: 100 }, { when });
    });
    await desk.put(event());
    dispatcher.start();
    await begun;
    const before = desk.texts();
    await dispatcher.stop(10_000);
    expect([before, desk.texts(), await desk.waitingIds()]).toEqual([[], ['event:1'], []]);
  });

  test('stops within its limit although a call hangs', async () => {
    const dispatcher = desk.dispatcher('a', {
      slack: { ...desk.port, post: () => new Promise(() => undefined) },
    });
    await desk.put(event());
    dispatcher.start();
    await sleep(20);
    await expect(dispatcher.stop(20)).resolves.toBeUndefined();
  });

  test('survives whatever a port or a message throws', async () => {
    const dispatcher = desk.dispatcher('a', {
      slack: { ...desk.port, post: () => Promise.reject(new Error('never thought of')) },
      render: (delivery, context) => render(delivery, context),
    });
    await desk.put(event(), incidentDelivery(blind()));
    await dispatcher.dispatchDue();
    expect(
      desk.log
        .lines()
        .filter(({ level }) => level === 50)
        .map(({ msg }) => msg),
    ).toContain('unexpected delivery error');
  });
});

test('The outbox is read once for all that is sent in a round', async () => {
  const channels = ['C0ALERTS', 'C0OPS'] as const;
  await desk.put(...channels.map((channel) => event(`event:${channel}`, { channel })));
  let reads = 0;
  const counting: AlertStore = Object.assign(Object.create(desk.alertStore) as AlertStore, {
    pending: () => {
      reads += 1;
      return desk.alertStore.pending();
    },
  });
  await desk.dispatcher('a', { alertStore: counting }).dispatchDue();
  expect([await desk.waitingIds(), reads]).toEqual([[], 1]);
});
