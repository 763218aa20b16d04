import type { SlackMessageApi } from '../../src/slack/outbound/slackApi';
import { ALERTS, createDispatcherHarness, type DispatcherHarness } from '../helpers/dispatcherHarness';
import { at, digest, event, incident, incidentDelivery, note } from '../helpers/notifications';

let desk: DispatcherHarness;
beforeEach(async () => {
  desk = await createDispatcherHarness();
});
afterEach(() => desk.stop());

const acknowledged = incidentDelivery(incident({ state: 'acknowledged', revision: 2 }));

describe('The order of messages', () => {
  const sent = () =>
    desk.slack.journal.calls().flatMap(({ method, args }) => (method.startsWith('chat.') ? [args.text] : []));

  test('is alerts, then notes, then digests', async () => {
    const dispatcher = desk.dispatcher('a');
    const frozen = incident({ id: 'stale_portfolio:live:docker:1', rule: 'stale_portfolio' });
    const normal = {
      rule: 'safety',
      target: 'live:docker',
      level: 'normal',
      severity: 'warning',
      details: {},
      at: at(0),
    } as const;
    await desk.put(incidentDelivery());
    await desk.work(dispatcher);
    await desk.put(
      digest(),
      note(),
      event('event:normal', { event: normal }),
      event(),
      incidentDelivery(frozen),
    );
    await desk.work(dispatcher);
    expect(sent().slice(1)).toEqual([
      'event:1',
      'stale_portfolio open r1',
      'event:normal',
      'note:1',
      'digest:1',
    ]);
  });

  test('puts a death in a thread before what people did', async () => {
    const dispatcher = desk.dispatcher('a');
    await desk.put(incidentDelivery());
    await desk.work(dispatcher);
    const change = { kind: 'again', target: 'paper:docker', times: 2 } as const;
    const acted = { kind: 'acted', userId: 'U1', action: { kind: 'acknowledge' } } as const;
    await desk.put(
      note('note:acted', { note: acted, detectedAt: at(1) }),
      note('note:again', { note: { kind: 'changed', change }, replyBroadcast: true, detectedAt: at(2) }),
    );
    await desk.work(dispatcher);
    expect(sent().slice(1)).toEqual(['note:again', 'note:acted']);
  });

  test('puts updates of posted messages last, but does not delay them by the rate limit of posts', async () => {
    const dispatcher = desk.dispatcher('a');
    await desk.put(incidentDelivery());
    await desk.work(dispatcher);
    desk.clock.advance(2_000);
    await desk.put(acknowledged, digest('digest:1'), digest('digest:2'));
    await desk.work(dispatcher);
    expect(sent().slice(1)).toEqual(['digest:1', 'no_sign_of_life acknowledged r2', 'digest:2']);
  });

  test('lets a later alert pass a waiting digest', async () => {
    const dispatcher = desk.dispatcher('a');
    await desk.put(digest('digest:1'), digest('digest:2'), digest('digest:3'));
    await dispatcher.dispatchDue();
    await desk.put(event('event:late', { detectedAt: at(1) }));
    await desk.work(dispatcher);
    expect(desk.texts()).toEqual(['digest:1', 'event:late', 'digest:2', 'digest:3']);
  });

  test('is kept when Slack comes back, but for the one with which it was tried', async () => {
    const dispatcher = desk.dispatcher('a');
    const heal = desk.slack.fail('*', { status: 500 });
    await desk.put(digest(), event('event:1'), event('event:2'), note(), incidentDelivery());
    await desk.work(dispatcher, 200_000);
    heal();
    await desk.work(dispatcher);
    const ranks = desk
      .texts()
      .map((text) => ['event', 'no_sign_of_life', 'note', 'digest'].indexOf(text.match(/^\w+/)?.[0] ?? ''));
    const afterTheFirst = ranks.slice(1);
    expect([ranks.length, afterTheFirst]).toEqual([5, afterTheFirst.toSorted()]);
  });

  test('is kept when Slack, which could not be reached at all, comes back', async () => {
    const away = { kind: 'not_sent' as const, detail: 'ECONNREFUSED' };
    let isAway = true;
    const slack = {
      ...desk.port,
      post: async (what: Parameters<typeof desk.port.post>[0]) => (isAway ? away : desk.port.post(what)),
    };
    const dispatcher = desk.dispatcher('a', { slack });
    await desk.put(digest(), event('event:1'), note(), incidentDelivery());
    await desk.work(dispatcher, 200_000);
    isAway = false;
    await desk.work(dispatcher);
    expect(desk.texts().map((text) => text.split(' ')[0])).toEqual([
      'event:1',
      'no_sign_of_life',
      'note:1',
      'digest:1',
    ]);
  });
});

describe('The rate of calls to Slack', () => {
  const times = (channel: string) =>
    desk.slack.journal
      .calls('chat.postMessage')
      .filter(({ args }) => args.channel === channel)
      .map(({ at: time }) => time.getTime());

  test('is at most one post per second in a channel', async () => {
    await desk.put(...['1', '2', '3', '4'].map((id) => event(id)));
    await desk.work(desk.dispatcher('a'));
    expect(times(ALERTS)).toEqual([0, 1, 2, 3].map((s) => at(s).getTime()));
  });

  test('in one channel does not delay another channel', async () => {
    await desk.put(
      event('1'),
      event('2'),
      event('3', { channel: 'C0OPS' }),
      event('4', { channel: 'C0OPS' }),
    );
    await desk.work(desk.dispatcher('a'));
    expect([times(ALERTS), times('C0OPS')]).toEqual([
      [at(0).getTime(), at(1).getTime()],
      [at(0).getTime(), at(1).getTime()],
    ]);
  });

  test('is at most 50 updates per minute', async () => {
    const dispatcher = desk.dispatcher('a');
    await desk.put(incidentDelivery());
    await desk.work(dispatcher);
    for (let revision = 2; revision < 70; revision++) {
      await desk.put(incidentDelivery(incident({ revision })));
      await desk.work(dispatcher);
    }
    const updates = desk.slack.journal.calls('chat.update').map(({ at: time }) => time.getTime());
    const windows = updates.map(
      (from) => updates.filter((time) => time >= from && time < from + 60_000).length,
    );
    expect([updates.length, Math.max(...windows), desk.texts()]).toEqual([
      68,
      50,
      ['no_sign_of_life open r69'],
    ]);
  });

  test('is never too fast for a Slack that enforces its limits', async () => {
    desk.slack.enforceRateLimits(true);
    await desk.put(...Array.from({ length: 20 }, (_, i) => event(`event:${i}`)));
    await desk.work(desk.dispatcher('a'));
    const refused = desk.slack.journal.calls().filter(({ status }) => status === 429);
    expect([desk.texts().length, refused]).toEqual([20, []]);
  });
});

describe('When Slack returns a rate limit', () => {
  const posts = () =>
    desk.slack.journal
      .calls('chat.postMessage')
      .map(({ at: time, args }) => [args.channel, (time.getTime() - at(0).getTime()) / 1000]);
  const inAlerts = { when: ({ channel }: { [key: string]: unknown }) => channel === ALERTS };

  test('that channel gets no posts until it ends, while the other channels do', async () => {
    desk.slack.fail('chat.postMessage', { ratelimited: true, retryAfterS: 30 }, { times: 1, ...inAlerts });
    await desk.put(event('1'), event('2', { detectedAt: at(1) }), event('3', { channel: 'C0OPS' }));
    await desk.work(desk.dispatcher('a'));
    expect(posts()).toEqual([
      [ALERTS, 0],
      ['C0OPS', 0],
      [ALERTS, 30],
      [ALERTS, 31],
    ]);
  });

  test('again and again, every message is still sent once', async () => {
    desk.slack.fail('chat.postMessage', { ratelimited: true, retryAfterS: 20 }, { times: 15, ...inAlerts });
    await desk.put(incidentDelivery(), note(), event(), digest());
    await desk.work(desk.dispatcher('a'));
    expect(desk.texts().map((text) => text.split(' ')[0])).toEqual([
      'event:1',
      'no_sign_of_life',
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
    await desk.work(desk.dispatcher('a'));
    expect([looks(), desk.texts()]).toEqual([
      [5, 35, 36, 37],
      ['1', '2', '3'],
    ]);
  });

  test('about updates, posts go on', async () => {
    const dispatcher = desk.dispatcher('a');
    await desk.put(incidentDelivery());
    await desk.work(dispatcher);
    desk.slack.fail('chat.update', { ratelimited: true, retryAfterS: 30 }, { times: 1 });
    await desk.put(acknowledged);
    await dispatcher.dispatchDue();
    desk.clock.advance(1_000);
    await desk.put(event());
    await dispatcher.dispatchDue();
    expect(desk.texts()).toEqual(['no_sign_of_life open r1', 'event:1']);
  });
});

test('A clock that is set back while something is sent makes nobody post faster than Slack allows', async () => {
  const posted: string[] = [];
  const slack: SlackMessageApi = {
    ...desk.port,
    find: (what) => {
      desk.clock.set(at(80));
      return desk.port.find(what);
    },
    post: (what) => {
      posted.push(what.message.text);
      return desk.port.post(what);
    },
  };
  const dispatcher = desk.dispatcher('a', { slack });
  desk.clock.set(at(100));
  await desk.put(event('event:1', { verifyBeforeSend: true, detectedAt: at(99) }));
  await desk.put(event('event:2', { detectedAt: at(100) }));
  await dispatcher.dispatchDue();
  const waitMs = await dispatcher.dispatchDue();
  expect([posted, waitMs]).toEqual([['event:1'], 1_000]);
});
