import type { SlackMessageApi } from '../../../src/slack/outbound/slackApi';
import { ALERTS, type DispatcherHarness, openHarness } from '../harness';
import { at, digest, event, incident, incidentDelivery, note } from '../notifications';

let harness: DispatcherHarness;
beforeEach(async () => {
  harness = await openHarness();
});
afterEach(() => harness.stop());

const acknowledged = incidentDelivery(incident({ state: 'acknowledged', revision: 2 }));

describe('Order', () => {
  const sent = () =>
    harness.slack.journal
      .calls()
      .flatMap(({ method, args }) => (method.startsWith('chat.') ? [args.text] : []));

  test('is alerts, then notes, then digests', async () => {
    const dispatcher = harness.dispatcher('a');
    const frozen = incident({ id: 'stale_portfolio:live:docker:1', rule: 'stale_portfolio' });
    const normal = { rule: 'safety', target: 'live:docker', level: 'normal', facts: {}, at: at(0) } as const;
    await harness.enqueue(incidentDelivery());
    await harness.sendAll(dispatcher);
    await harness.enqueue(
      digest(),
      note(),
      event('event:normal', { event: normal }),
      event(),
      incidentDelivery(frozen),
    );
    await harness.sendAll(dispatcher);
    expect(sent().slice(1)).toEqual([
      'event:1',
      'stale_portfolio open r1',
      'event:normal',
      'note:1',
      'digest:1',
    ]);
  });

  test('puts a death that is reported in a thread before what people did', async () => {
    const dispatcher = harness.dispatcher('a');
    await harness.enqueue(incidentDelivery());
    await harness.sendAll(dispatcher);
    const change = { kind: 'again', target: 'paper:docker', times: 2 } as const;
    const acted = { kind: 'acted', userId: 'U1', action: { kind: 'acknowledge' } } as const;
    await harness.enqueue(
      note('note:acted', { note: acted, detectedAt: at(1) }),
      note('note:again', { note: { kind: 'changed', change }, replyBroadcast: true, detectedAt: at(2) }),
    );
    await harness.sendAll(dispatcher);
    expect(sent().slice(1)).toEqual(['note:again', 'note:acted']);
  });

  test('puts changes of what stands there last, but does not let them wait for the rate limit of posts', async () => {
    const dispatcher = harness.dispatcher('a');
    await harness.enqueue(incidentDelivery());
    await harness.sendAll(dispatcher);
    harness.clock.advance(2_000);
    await harness.enqueue(acknowledged, digest('digest:1'), digest('digest:2'));
    await harness.sendAll(dispatcher);
    expect(sent().slice(1)).toEqual(['digest:1', 'no_sign_of_life acknowledged r2', 'digest:2']);
  });

  test('lets an alert that comes later pass a digest that waits', async () => {
    const dispatcher = harness.dispatcher('a');
    await harness.enqueue(digest('digest:1'), digest('digest:2'), digest('digest:3'));
    await dispatcher.dispatchDue();
    await harness.enqueue(event('event:late', { detectedAt: at(1) }));
    await harness.sendAll(dispatcher);
    expect(harness.texts()).toEqual(['digest:1', 'event:late', 'digest:2', 'digest:3']);
  });

  test('is kept when Slack comes back, but for the one with which it was tried', async () => {
    const dispatcher = harness.dispatcher('a');
    const heal = harness.slack.fail('*', { status: 500 });
    await harness.enqueue(digest(), event('event:1'), event('event:2'), note(), incidentDelivery());
    await harness.sendAll(dispatcher, 200_000);
    heal();
    await harness.sendAll(dispatcher);
    const ranks = harness
      .texts()
      .map((text) => ['event', 'no_sign_of_life', 'note', 'digest'].indexOf(text.match(/^\w+/)?.[0] ?? ''));
    const afterTheFirst = ranks.slice(1);
    expect([ranks.length, afterTheFirst]).toEqual([5, afterTheFirst.toSorted()]);
  });

  test('is kept when Slack, which could not be reached at all, comes back', async () => {
    const away = { kind: 'notSent' as const, detail: 'ECONNREFUSED' };
    let isAway = true;
    const slack = {
      ...harness.port,
      post: async (what: Parameters<typeof harness.port.post>[0]) =>
        isAway ? away : harness.port.post(what),
    };
    const dispatcher = harness.dispatcher('a', { slack });
    await harness.enqueue(digest(), event('event:1'), note(), incidentDelivery());
    await harness.sendAll(dispatcher, 200_000);
    isAway = false;
    await harness.sendAll(dispatcher);
    expect(harness.texts().map((text) => text.split(' ')[0])).toEqual([
      'event:1',
      'no_sign_of_life',
      'note:1',
      'digest:1',
    ]);
  });
});

describe('Rate limit', () => {
  const times = (channel: string) =>
    harness.slack.journal
      .calls('chat.postMessage')
      .filter(({ args }) => args.channel === channel)
      .map(({ at: time }) => time.getTime());

  test('is one post a second in a channel', async () => {
    await harness.enqueue(...['1', '2', '3', '4'].map((id) => event(id)));
    await harness.sendAll(harness.dispatcher('a'));
    expect(times(ALERTS)).toEqual([0, 1, 2, 3].map((s) => at(s).getTime()));
  });

  test('of one channel does not hold another', async () => {
    await harness.enqueue(
      event('1'),
      event('2'),
      event('3', { channel: 'C0OPS' }),
      event('4', { channel: 'C0OPS' }),
    );
    await harness.sendAll(harness.dispatcher('a'));
    expect([times(ALERTS), times('C0OPS')]).toEqual([
      [at(0).getTime(), at(1).getTime()],
      [at(0).getTime(), at(1).getTime()],
    ]);
  });

  test('is at most 50 updates a minute', async () => {
    const dispatcher = harness.dispatcher('a');
    await harness.enqueue(incidentDelivery());
    await harness.sendAll(dispatcher);
    for (let revision = 2; revision < 70; revision++) {
      await harness.enqueue(incidentDelivery(incident({ revision })));
      await harness.sendAll(dispatcher);
    }
    const updates = harness.slack.journal.calls('chat.update').map(({ at: time }) => time.getTime());
    const windows = updates.map(
      (from) => updates.filter((time) => time >= from && time < from + 60_000).length,
    );
    expect([updates.length, Math.max(...windows), harness.texts()]).toEqual([
      68,
      50,
      ['no_sign_of_life open r69'],
    ]);
  });

  test('is never too fast for a Slack that enforces its limits', async () => {
    harness.slack.enforceRateLimits(true);
    await harness.enqueue(...Array.from({ length: 20 }, (_, i) => event(`event:${i}`)));
    await harness.sendAll(harness.dispatcher('a'));
    const refused = harness.slack.journal.calls().filter(({ status }) => status === 429);
    expect([harness.texts().length, refused]).toEqual([20, []]);
  });
});

describe('When Slack asks to wait', () => {
  const posts = () =>
    harness.slack.journal
      .calls('chat.postMessage')
      .map(({ at: time, args }) => [args.channel, (time.getTime() - at(0).getTime()) / 1000]);
  const inAlerts = { when: ({ channel }: { [key: string]: unknown }) => channel === ALERTS };

  test('that channel is left alone for as long, and the others are not', async () => {
    harness.slack.fail('chat.postMessage', { ratelimited: true, retryAfterS: 30 }, { times: 1, ...inAlerts });
    await harness.enqueue(event('1'), event('2', { detectedAt: at(1) }), event('3', { channel: 'C0OPS' }));
    await harness.sendAll(harness.dispatcher('a'));
    expect(posts()).toEqual([
      [ALERTS, 0],
      ['C0OPS', 0],
      [ALERTS, 30],
      [ALERTS, 31],
    ]);
  });

  test('again and again, everything comes in the end, once', async () => {
    harness.slack.fail(
      'chat.postMessage',
      { ratelimited: true, retryAfterS: 20 },
      { times: 15, ...inAlerts },
    );
    await harness.enqueue(incidentDelivery(), note(), event(), digest());
    await harness.sendAll(harness.dispatcher('a'));
    expect(harness.texts().map((text) => text.split(' ')[0])).toEqual([
      'event:1',
      'no_sign_of_life',
      'note:1',
      'digest:1',
    ]);
  });

  test('before it is looked into, nothing is looked up in that channel for as long', async () => {
    const looks = () =>
      harness.slack.journal
        .calls('conversations.history')
        .map(({ at: time }) => (time.getTime() - at(0).getTime()) / 1000);
    harness.slack.fail('conversations.history', { ratelimited: true, retryAfterS: 30 }, { times: 1 });
    await harness.enqueue(event('1'), event('2'), event('3'));
    harness.clock.advance(5_000);
    await harness.sendAll(harness.dispatcher('a'));
    expect([looks(), harness.texts()]).toEqual([
      [5, 35, 36, 37],
      ['1', '2', '3'],
    ]);
  });

  test('about updates, posts go on', async () => {
    const dispatcher = harness.dispatcher('a');
    await harness.enqueue(incidentDelivery());
    await harness.sendAll(dispatcher);
    harness.slack.fail('chat.update', { ratelimited: true, retryAfterS: 30 }, { times: 1 });
    await harness.enqueue(acknowledged);
    await dispatcher.dispatchDue();
    harness.clock.advance(1_000);
    await harness.enqueue(event());
    await dispatcher.dispatchDue();
    expect(harness.texts()).toEqual(['no_sign_of_life open r1', 'event:1']);
  });
});

test('A clock that is set back while something is sent makes nobody post faster than Slack allows', async () => {
  const posted: string[] = [];
  const slack: SlackMessageApi = {
    ...harness.port,
    find: (what) => {
      harness.clock.set(at(80));
      return harness.port.find(what);
    },
    post: (what) => {
      posted.push(what.message.text);
      return harness.port.post(what);
    },
  };
  const dispatcher = harness.dispatcher('a', { slack });
  harness.clock.set(at(100));
  await harness.enqueue(event('event:1', { verifyBeforeSend: true, detectedAt: at(99) }));
  await harness.enqueue(event('event:2', { detectedAt: at(100) }));
  await dispatcher.dispatchDue();
  const waitMs = await dispatcher.dispatchDue();
  expect([posted, waitMs]).toEqual([['event:1'], 1_000]);
});
