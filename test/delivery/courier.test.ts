import { setTimeout as sleep } from 'node:timers/promises';
import { deliveryToText } from '../../src/delivery/deliveryText';
import { ForgetfulLedger } from '../jobs/forgetfulLedger';
import { at, blind, digest, event, incident, incidentDelivery, note, recovered } from './deliveries';
import { ALERTS, type Desk, openDesk, render } from './desk';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.stop());

const acknowledged = incidentDelivery(incident({ state: 'acknowledged', revision: 2 }));

describe('an incident', () => {
  test('is posted once, and then waits no longer', async () => {
    const courier = desk.courier('a');
    await desk.put(incidentDelivery());
    await desk.work(courier);
    await desk.work(courier);
    expect([desk.texts(), await desk.waitingIds()]).toEqual([['heartbeat open r1'], []]);
  });

  test('is updated where it stands when it changes', async () => {
    const courier = desk.courier('a');
    await desk.put(incidentDelivery());
    await desk.work(courier);
    await desk.put(acknowledged);
    await desk.work(courier);
    expect(desk.texts()).toEqual(['heartbeat acknowledged r2']);
  });

  test('is updated by another copy, too, after a restart', async () => {
    await desk.put(incidentDelivery());
    await desk.work(desk.courier('a'));
    await desk.put(acknowledged);
    await desk.work(desk.courier('b'));
    expect(desk.texts()).toEqual(['heartbeat acknowledged r2']);
  });

  test('whose message somebody deleted is posted anew when it changes', async () => {
    const courier = desk.courier('a');
    await desk.put(incidentDelivery());
    await desk.work(courier);
    await desk.port.remove({ channel: ALERTS, ts: desk.standing()[0]?.ts ?? '' });
    await desk.put(acknowledged);
    await desk.work(courier);
    await desk.put(incidentDelivery(recovered(60)));
    await desk.work(courier);
    expect(desk.texts()).toEqual(['heartbeat recovered r2']);
  });

  test('that opened and closed while Slack was away is told as one message, without its notes', async () => {
    const courier = desk.courier('a');
    const heal = desk.slack.fail('*', { status: 503 });
    await desk.put(incidentDelivery());
    await desk.work(courier, 30_000);
    await desk.put(
      incidentDelivery(recovered(40), { detectedAt: at(40) }),
      note('note:reminder', { detectedAt: at(20) }),
      note('note:recovered', { detectedAt: at(40), note: { kind: 'recovered', durationMs: 40_000 } }),
    );
    await desk.work(courier, 30_000);
    desk.clock.set(at(63));
    heal();
    await desk.work(courier);
    expect([desk.texts(), await desk.waitingIds()]).toEqual([
      ['heartbeat recovered r2 detected 03:00:00, delivered 03:01:03 (Slack was unreachable)'],
      [],
    ]);
  });
});

describe('a note', () => {
  test("goes into its incident's thread, after the incident", async () => {
    await desk.put(note(), incidentDelivery());
    await desk.work(desk.courier('a'));
    const [root, reply] = desk.standing();
    expect([root?.text, reply?.text, reply?.threadTs]).toEqual(['heartbeat open r1', 'note:1', root?.ts]);
  });

  test('does not go before its incident is told, however long that takes', async () => {
    const courier = desk.courier('a');
    desk.slack.fail(
      'chat.postMessage',
      { error: 'internal_error' },
      { when: ({ text }) => `${text}`.includes('heartbeat') },
    );
    await desk.put(note(), incidentDelivery());
    await desk.work(courier, 300_000);
    expect([desk.texts(), await desk.waitingIds()]).toEqual([
      [],
      ['incident:heartbeat:paper:docker:1', 'note:1'],
    ]);
  });

  test('shows in the channel too where it is asked to', async () => {
    await desk.put(incidentDelivery(), note('note:1', { alsoToChannel: true }), note('note:2'));
    await desk.work(desk.courier('a'));
    const posts = desk.slack.journal.calls('chat.postMessage').map(({ args }) => args.reply_broadcast);
    expect(posts).toEqual([undefined, 'true', 'false']);
  });

  test('of an incident of which nothing is known is told by itself', async () => {
    await desk.put(note());
    await desk.work(desk.courier('a'));
    expect(desk.standing()).toMatchObject([{ text: 'note:1', threadTs: null }]);
  });

  test('whose thread is gone is told in the channel', async () => {
    const courier = desk.courier('a');
    await desk.put(incidentDelivery());
    await desk.work(courier);
    await desk.port.remove({ channel: ALERTS, ts: desk.standing()[0]?.ts ?? '' });
    await desk.put(note());
    await desk.work(courier);
    expect(desk.standing()).toMatchObject([{ text: 'note:1', threadTs: null }]);
  });

  test('whose thread is gone is told in the channel no sooner than Slack takes another post', async () => {
    const slept: number[] = [];
    const sleep = async (ms: number) => {
      slept.push(ms);
      desk.clock.advance(ms);
    };
    const courier = desk.courier('a', { sleep });
    await desk.put(incidentDelivery());
    await desk.work(courier);
    await desk.port.remove({ channel: ALERTS, ts: desk.standing()[0]?.ts ?? '' });
    await desk.put(note());
    await desk.work(courier);
    expect(slept).toEqual([1000]);
  });

  test('of what happened after the first post is told although the incident was closed in it', async () => {
    const courier = desk.courier('a');
    await desk.put(incidentDelivery(recovered(10)), note('note:early', { detectedAt: at(10) }));
    await desk.work(courier);
    await desk.put(note('note:later', { detectedAt: at(11) }));
    await desk.work(courier);
    expect(desk.texts()).toEqual(['heartbeat recovered r2', 'note:later']);
  });
});

describe('order', () => {
  const sent = () =>
    desk.slack.journal.calls().flatMap(({ method, args }) => (method.startsWith('chat.') ? [args.text] : []));

  test('is alerts, then notes, then digests', async () => {
    const courier = desk.courier('a');
    const frozen = incident({ id: 'frozen:live:docker:1', rule: 'frozen' });
    const normal = { rule: 'safety', target: 'live:docker', level: 'normal', facts: {}, at: at(0) } as const;
    await desk.put(incidentDelivery());
    await desk.work(courier);
    await desk.put(
      digest(),
      note(),
      event('event:normal', { event: normal }),
      event(),
      incidentDelivery(frozen),
    );
    await desk.work(courier);
    expect(sent().slice(1)).toEqual(['event:1', 'frozen open r1', 'event:normal', 'note:1', 'digest:1']);
  });

  test('puts a death that is told in a thread before what people did', async () => {
    const courier = desk.courier('a');
    await desk.put(incidentDelivery());
    await desk.work(courier);
    const text = 'paper:docker is bad again; it came and went once before.';
    const acted = { kind: 'acted', userId: 'U1', action: 'snoozed it' } as const;
    await desk.put(
      note('note:acted', { note: acted, detectedAt: at(1) }),
      note('note:again', { note: { kind: 'changed', text }, alsoToChannel: true, detectedAt: at(2) }),
    );
    await desk.work(courier);
    expect(sent().slice(1)).toEqual(['note:again', 'note:acted']);
  });

  test('puts changes of what stands there last, but does not let them wait for the pace of posts', async () => {
    const courier = desk.courier('a');
    await desk.put(incidentDelivery());
    await desk.work(courier);
    desk.clock.advance(2_000);
    await desk.put(acknowledged, digest('digest:1'), digest('digest:2'));
    await desk.work(courier);
    expect(sent().slice(1)).toEqual(['digest:1', 'heartbeat acknowledged r2', 'digest:2']);
  });

  test('lets an alert that comes later pass a digest that waits', async () => {
    const courier = desk.courier('a');
    await desk.put(digest('digest:1'), digest('digest:2'), digest('digest:3'));
    await courier.deliverDue();
    await desk.put(event('event:late', { detectedAt: at(1) }));
    await desk.work(courier);
    expect(desk.texts()).toEqual(['digest:1', 'event:late', 'digest:2', 'digest:3']);
  });

  test('is kept when Slack comes back, but for the one with which it was tried', async () => {
    const courier = desk.courier('a');
    const heal = desk.slack.fail('*', { status: 500 });
    await desk.put(digest(), event('event:1'), event('event:2'), note(), incidentDelivery());
    await desk.work(courier, 200_000);
    heal();
    await desk.work(courier);
    const ranks = desk
      .texts()
      .map((text) => ['event', 'heartbeat', 'note', 'digest'].indexOf(text.match(/^\w+/)?.[0] ?? ''));
    const afterTheFirst = ranks.slice(1);
    expect([ranks.length, afterTheFirst]).toEqual([5, afterTheFirst.toSorted()]);
  });

  test('is kept when Slack, which could not be reached at all, comes back', async () => {
    const away = { kind: 'notSent' as const, detail: 'ECONNREFUSED' };
    let isAway = true;
    const slack = {
      ...desk.port,
      post: async (what: Parameters<typeof desk.port.post>[0]) => (isAway ? away : desk.port.post(what)),
    };
    const courier = desk.courier('a', { slack });
    await desk.put(digest(), event('event:1'), note(), incidentDelivery());
    await desk.work(courier, 200_000);
    isAway = false;
    await desk.work(courier);
    expect(desk.texts().map((text) => text.split(' ')[0])).toEqual([
      'event:1',
      'heartbeat',
      'note:1',
      'digest:1',
    ]);
  });
});

describe('pace', () => {
  const times = (channel: string) =>
    desk.slack.journal
      .calls('chat.postMessage')
      .filter(({ args }) => args.channel === channel)
      .map(({ at: time }) => time.getTime());

  test('is one post a second in a channel', async () => {
    await desk.put(...['1', '2', '3', '4'].map((id) => event(id)));
    await desk.work(desk.courier('a'));
    expect(times(ALERTS)).toEqual([0, 1, 2, 3].map((s) => at(s).getTime()));
  });

  test('of one channel does not hold another', async () => {
    await desk.put(
      event('1'),
      event('2'),
      event('3', { channel: 'C0OPS' }),
      event('4', { channel: 'C0OPS' }),
    );
    await desk.work(desk.courier('a'));
    expect([times(ALERTS), times('C0OPS')]).toEqual([
      [at(0).getTime(), at(1).getTime()],
      [at(0).getTime(), at(1).getTime()],
    ]);
  });

  test('is at most 50 updates a minute', async () => {
    const courier = desk.courier('a');
    await desk.put(incidentDelivery());
    await desk.work(courier);
    for (let revision = 2; revision < 70; revision++) {
      await desk.put(incidentDelivery(incident({ revision })));
      await desk.work(courier);
    }
    const updates = desk.slack.journal.calls('chat.update').map(({ at: time }) => time.getTime());
    const windows = updates.map(
      (from) => updates.filter((time) => time >= from && time < from + 60_000).length,
    );
    expect([updates.length, Math.max(...windows), desk.texts()]).toEqual([68, 50, ['heartbeat open r69']]);
  });

  test('is never too fast for a Slack that enforces its limits', async () => {
    desk.slack.enforceRateLimits(true);
    await desk.put(...Array.from({ length: 20 }, (_, i) => event(`event:${i}`)));
    await desk.work(desk.courier('a'));
    const refused = desk.slack.journal.calls().filter(({ status }) => status === 429);
    expect([desk.texts().length, refused]).toEqual([20, []]);
  });
});

describe('when Slack asks to wait', () => {
  const posts = () =>
    desk.slack.journal
      .calls('chat.postMessage')
      .map(({ at: time, args }) => [args.channel, (time.getTime() - at(0).getTime()) / 1000]);
  const inAlerts = { when: ({ channel }: { [key: string]: unknown }) => channel === ALERTS };

  test('that channel is left alone for as long, and the others are not', async () => {
    desk.slack.fail('chat.postMessage', { ratelimited: true, retryAfterS: 30 }, { times: 1, ...inAlerts });
    await desk.put(event('1'), event('2', { detectedAt: at(1) }), event('3', { channel: 'C0OPS' }));
    await desk.work(desk.courier('a'));
    expect(posts()).toEqual([
      [ALERTS, 0],
      ['C0OPS', 0],
      [ALERTS, 30],
      [ALERTS, 31],
    ]);
  });

  test('again and again, everything comes in the end, once', async () => {
    desk.slack.fail('chat.postMessage', { ratelimited: true, retryAfterS: 20 }, { times: 15, ...inAlerts });
    await desk.put(incidentDelivery(), note(), event(), digest());
    await desk.work(desk.courier('a'));
    expect(desk.texts().map((text) => text.split(' ')[0])).toEqual([
      'event:1',
      'heartbeat',
      'note:1',
      'digest:1',
    ]);
  });

  test('before it is looked into, nothing is looked up in that channel for as long', async () => {
    const looks = () =>
      desk.slack.journal
        .calls('conversations.history')
        .map(({ at: time }) => (time.getTime() - at(0).getTime()) / 1000);
    desk.slack.fail('conversations.history', { ratelimited: true, retryAfterS: 30 }, { times: 1 });
    await desk.put(event('1'), event('2'), event('3'));
    desk.clock.advance(5_000);
    await desk.work(desk.courier('a'));
    expect([looks(), desk.texts()]).toEqual([
      [5, 35, 36, 37],
      ['1', '2', '3'],
    ]);
  });

  test('about updates, posts go on', async () => {
    const courier = desk.courier('a');
    await desk.put(incidentDelivery());
    await desk.work(courier);
    desk.slack.fail('chat.update', { ratelimited: true, retryAfterS: 30 }, { times: 1 });
    await desk.put(acknowledged);
    await courier.deliverDue();
    desk.clock.advance(1_000);
    await desk.put(event());
    await courier.deliverDue();
    expect(desk.texts()).toEqual(['heartbeat open r1', 'event:1']);
  });
});

describe('what cannot be sent', () => {
  const gapsInS = (): number[] => {
    const times = desk.slack.journal.calls('chat.postMessage').map(({ at: time }) => time.getTime() / 1000);
    return times.slice(1).map((time, i) => time - (times[i] ?? 0));
  };

  test('is tried again, less and less often, and at least once a minute', async () => {
    const courier = desk.courier('a');
    desk.slack.fail('chat.postMessage', { error: 'service_unavailable' });
    await desk.put(event());
    await desk.work(courier, 300_000);
    expect(gapsInS()).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  test('is tried up to twice as often by the luck of the jitter', async () => {
    const courier = desk.courier('a', { random: () => 1 });
    desk.slack.fail('chat.postMessage', { error: 'service_unavailable' });
    await desk.put(event());
    await desk.work(courier, 100_000);
    expect(gapsInS()).toEqual([1, 1, 2, 4, 8, 16, 30, 30]);
  });

  test('does not keep others in its channel from going', async () => {
    desk.slack.fail(
      'chat.postMessage',
      { status: 500 },
      { when: ({ text }) => `${text}`.startsWith('event:poison') },
    );
    await desk.put(event('event:poison'), event('event:2'), digest());
    await desk.work(desk.courier('a'), 120_000);
    expect([desk.texts(), await desk.waitingIds()]).toEqual([['event:2', 'digest:1'], ['event:poison']]);
  });

  test('because of its layout goes without it, and says so', async () => {
    desk.slack.fail(
      'chat.postMessage',
      { error: 'invalid_blocks' },
      { when: ({ blocks }) => `${blocks}`.length > 2 },
    );
    await desk.put(event());
    await desk.work(desk.courier('a'));
    expect(desk.texts()).toEqual([
      'event:1\n_Shown without its layout, which Slack refused (invalid_blocks)._',
    ]);
  });

  test('an update refused for its layout takes the old layout away', async () => {
    const courier = desk.courier('a');
    await desk.put(incidentDelivery());
    await desk.work(courier);
    desk.slack.fail(
      'chat.update',
      { error: 'msg_blocks_too_long' },
      { when: ({ blocks }) => `${blocks}`.length > 2 },
    );
    await desk.put(acknowledged);
    await desk.work(courier);
    expect(desk.slack.seenBy('operator', 'trading-alerts')).toMatchObject([
      { text: expect.stringContaining('heartbeat acknowledged r2\n_Shown without'), blocks: [] },
    ]);
  });

  test('because it could not be made into a message is told barely', async () => {
    const courier = desk.courier('a', {
      render: () => {
        throw new Error('a bug');
      },
    });
    await desk.put(incidentDelivery());
    await desk.work(courier);
    expect(desk.texts()).toEqual([
      'Incident (heartbeat, open): paper:docker. Its message could not be made; the log tells why.',
    ]);
  });

  test('that is told barely mentions nobody, whatever the ledger holds', async () => {
    const courier = desk.courier('a', {
      render: () => {
        throw new Error('a bug');
      },
    });
    await desk.put(incidentDelivery(incident({ rule: '<!channel>' })));
    await desk.work(courier);
    expect(desk.texts()).toEqual([
      'Incident (&lt;!channel&gt;, open): paper:docker. Its message could not be made; the log tells why.',
    ]);
  });

  test('under another id than its own is kept, and the next one goes out', async () => {
    const courier = desk.courier('a');
    await desk.ledger.commit({
      from: 0,
      known: '{}',
      put: [{ id: 'another', text: deliveryToText(incidentDelivery()) }],
      drop: [],
      audit: [],
      messages: [],
    });
    await desk.put(event());
    await desk.work(courier, 5_000);
    expect([desk.texts(), courier.health().unreadable]).toEqual([['event:1'], ['another']]);
  });

  test('because this version cannot read it is kept, and shows', async () => {
    const courier = desk.courier('a');
    await desk.ledger.commit({
      from: 0,
      known: '{}',
      put: [{ id: 'of tomorrow', text: '{"kind":"hologram"}' }],
      drop: [],
      audit: [],
      messages: [],
    });
    await desk.put(event());
    await desk.work(courier, 5_000);
    expect([desk.texts(), await desk.waitingIds(), courier.health().unreadable]).toEqual([
      ['event:1'],
      ['of tomorrow'],
      ['of tomorrow'],
    ]);
  });
});

describe('lateness', () => {
  test('is said of what comes more than a minute after it was detected', async () => {
    await desk.put(event());
    desk.clock.advance(61_000);
    await desk.work(desk.courier('a'));
    expect(desk.texts()).toEqual(['event:1 detected 03:00:00, delivered 03:01:01']);
  });

  test('is not said of what comes within a minute', async () => {
    await desk.put(event());
    desk.clock.advance(60_000);
    await desk.work(desk.courier('a'));
    expect(desk.texts()).toEqual(['event:1']);
  });

  test('is told with what kept it, although it was never tried itself', async () => {
    const courier = desk.courier('a');
    const heal = desk.slack.fail('*', { drop: true });
    await desk.put(event('event:1'), digest());
    await desk.work(courier, 64_000);
    heal();
    await desk.work(courier);
    expect(desk.texts().map((text) => text.slice(-25))).toEqual(
      ['(Slack was unreachable)', '(Slack was unreachable)'].map((text) => expect.stringContaining(text)),
    );
  });

  test('of an update is told by its own time, not by that of the incident', async () => {
    const courier = desk.courier('a');
    await desk.put(incidentDelivery());
    await desk.work(courier);
    desk.clock.set(at(3_600));
    await desk.put(incidentDelivery(recovered(3_600), { detectedAt: at(3_600) }));
    await desk.work(courier);
    expect(desk.texts()).toEqual(['heartbeat recovered r2']);
  });
});

describe('health', () => {
  test('tells how many wait and how old the oldest is', async () => {
    const courier = desk.courier('a');
    desk.slack.fail('*', { status: 500 });
    await desk.put(event(), digest('digest:1', { detectedAt: at(-30) }));
    await courier.deliverDue();
    desk.clock.advance(10_000);
    expect(courier.health()).toMatchObject({
      waiting: 2,
      oldest: { id: 'digest:1', ageMs: 40_000 },
      faults: [],
    });
  });

  test('tells each message that was delivered, and each call that failed, to whoever counts', async () => {
    const told: unknown[] = [];
    desk.slack.fail('chat.postMessage', { ratelimited: true, retryAfterS: 2 }, { times: 1 });
    const courier = desk.courier('a', {
      hooks: {
        delivered: ({ delivery, detectedAt, deliveredAt }) =>
          told.push([delivery.id, deliveredAt.getTime() - detectedAt.getTime()]),
        failed: ({ call, kind }) => told.push([call, kind]),
      },
    });
    await desk.put(event());
    await desk.work(courier);
    expect(told).toEqual([
      ['post', 'throttled'],
      ['event:1', 2_000],
    ]);
  });
});

describe('Redis away', () => {
  test('pauses sending, and nothing is lost', async () => {
    const courier = desk.courier('a');
    await desk.put(event());
    desk.store.fail('unreachable');
    await courier.deliverDue();
    const during = [desk.texts(), courier.health().ledgerAway];
    desk.store.heal();
    await desk.work(courier);
    expect([...during, desk.texts(), courier.health().ledgerAway]).toEqual([[], true, ['event:1'], false]);
  });

  test('after a message was sent does not let it be sent again', async () => {
    const courier = desk.courier('a', {
      slack: {
        ...desk.port,
        post: async (what) => {
          const outcome = await desk.port.post(what);
          desk.store.fail('slow');
          return outcome;
        },
      },
    });
    await desk.put(event());
    await courier.deliverDue();
    desk.clock.advance(60_000);
    desk.store.heal();
    await desk.work(courier);
    expect([desk.texts(), await desk.waitingIds()]).toEqual([['event:1'], []]);
  });
});

test('Each time that somebody has decided something new it says so, so that this copy may remember it', async () => {
  let news = 0;
  const hooks = {
    news: () => {
      news += 1;
    },
  };
  const courier = desk.courier('a', { hooks });
  await courier.deliverDue();
  await desk.put(event());
  await desk.work(courier);
  await courier.deliverDue();
  expect(news).toBe(1);
  await desk.put(incidentDelivery());
  await desk.work(desk.courier('b'));
  await courier.deliverDue();
  expect(news).toBe(2);
  await desk.put(event('event:2'));
  await desk.work(desk.courier('b'));
  await courier.deliverDue();
  expect(news).toBe(3);
});

describe('An event that may have been told by another copy, which had seen the trader at another time before', () => {
  const rose = (seenBefore: number, detected: number, change = {}) =>
    event(`event:safetyViolations:paper:docker:3:${at(seenBefore).getTime()}`, {
      detectedAt: at(detected),
      ...change,
    });
  const toldBoth = async (...both: Parameters<typeof rose>[]) => {
    for (const one of both) {
      desk.clock.set(at(one[1]));
      await desk.put(rose(...one));
      await desk.work(desk.courier('a'));
    }
    return desk.texts().length;
  };
  const inDoubt = { restored: true } as const;

  test('is told once where either could be what both saw', async () => {
    expect(await toldBoth([0, 1200], [600, 1260, inDoubt])).toBe(1);
  });

  test('is told again where the first was seen before that trader was seen again: the count was begun anew', async () => {
    expect(await toldBoth([0, 600], [600, 1200, inDoubt])).toBe(2);
  });

  test('is told where another event was told meanwhile', async () => {
    await desk.put(
      event(`event:safetyViolations:paper:docker:4:${at(0).getTime()}`, { detectedAt: at(600) }),
    );
    expect(await toldBoth([0, 600, inDoubt])).toBe(2);
  });
});

test('What waits in a ledger that has fallen back to older data is looked for before it is sent', async () => {
  const ledger = new ForgetfulLedger(desk.store, desk.clock);
  const [slow, fast] = [desk.courier('a', { ledger }), desk.courier('b', { ledger })];
  const put = async (id: string) => {
    desk.clock.advance(10_000);
    const from = await ledger.version();
    const text = deliveryToText(event(id, { detectedAt: desk.clock.now() }));
    await ledger.commit({ from, known: '', put: [{ id, text }], drop: [], audit: [], messages: [] });
  };
  await put('event:1');
  const { moment } = ledger;
  await fast.deliverDue();
  await put('event:2');
  await slow.deliverDue();
  await ledger.comesBack(moment);
  await desk.work(slow);
  expect(desk.texts()).toEqual(['event:1', 'event:2']);
});

describe('the loop', () => {
  test('sends what was committed once it is woken, and stops', async () => {
    const courier = desk.courier('a');
    courier.start();
    await desk.put(event());
    courier.wake();
    await desk.slack.until(() => desk.texts().length === 1);
    await courier.stop(1_000);
    await desk.put(event('event:2'));
    await sleep(30);
    expect(desk.texts()).toEqual(['event:1']);
  });

  test('finishes the call in flight before it stops', async () => {
    const courier = desk.courier('a');
    desk.slack.fail('chat.postMessage', { delayMs: 30 });
    await desk.put(event());
    courier.start();
    await desk.slack.until(() => desk.slack.journal.calls('auth.test').length >= 0);
    await sleep(10);
    await courier.stop(2_000);
    expect(await desk.waitingIds()).toEqual(desk.texts().length === 1 ? [] : ['event:1']);
  });

  test('stops within its limit although a call hangs', async () => {
    const courier = desk.courier('a', { slack: { ...desk.port, post: () => new Promise(() => undefined) } });
    await desk.put(event());
    courier.start();
    await sleep(20);
    await expect(courier.stop(20)).resolves.toBeUndefined();
  });

  test('outlives whatever a port or a message throws', async () => {
    const courier = desk.courier('a', {
      slack: { ...desk.port, post: () => Promise.reject(new Error('never thought of')) },
      render: (delivery, context) => render(delivery, context),
    });
    await desk.put(event(), incidentDelivery(blind()));
    await courier.deliverDue();
    expect(
      desk.log
        .lines()
        .filter(({ level }) => level === 50)
        .map(({ msg }) => msg),
    ).toContain('a delivery failed in a way nobody thought of');
  });
});
