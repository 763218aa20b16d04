import type { FailedPage } from '../../src/alerting/escalation/escalateDue';
import type { PageVia } from '../../src/alerting/escalation/pageVia';
import type { PageNotification } from '../../src/notify/model/notification';
import type { PageResult, SendPage } from '../../src/notify/pages/page';
import { createDispatcherHarness, type DispatcherHarness } from '../helpers/dispatcherHarness';
import { event, incident, incidentDelivery, START } from '../helpers/notifications';

let desk: DispatcherHarness;
beforeEach(async () => {
  desk = await createDispatcherHarness();
});
afterEach(() => desk.stop());

const page = (via: PageVia, n = 1): PageNotification => ({
  kind: 'page',
  id: `${incident().id}/escalation/${n}`,
  channel: 'C0ALERTS',
  detectedAt: START,
  via,
  event: 'trigger',
  incident: incident(),
  n,
  openForMs: 300_000,
});
const toOperator = page({ dm: 'U0OPERATOR' });

/** Takes a failed page out of the outbox, as the decision does that follows. */
const failures = () => {
  const seen: FailedPage[] = [];
  const onFailed = async (failed: FailedPage) => {
    seen.push(failed);
    const from = (await desk.alertStore.load())?.version ?? 0;
    return desk.alertStore.commit({
      ...{ from, records: new Map(), enqueue: [], audit: [], messages: [] },
      cancel: [failed.id],
    });
  };
  return { seen, onFailed };
};

/** A worker of webhooks that answers so, and when it was called, in s from the start. */
const webhookOf = (answer: PageResult) => {
  const calls: string[] = [];
  const webhook: SendPage = async ({ event }) => {
    calls.push(`${(desk.clock.now().getTime() - START.getTime()) / 1000} ${event}`);
    return answer;
  };
  return { calls, webhook };
};
const UNAVAILABLE: PageResult = { kind: 'retry', detail: 'HTTP 503' };

describe('A page by a webhook', () => {
  const hook = page({ webhook: 'hook' });

  test.each(['acknowledge', 'resolve'] as const)(
    'is followed by its %s once no request that pages can be under way in another instance',
    async (event) => {
      await desk.put({ ...hook, id: `${hook.id}/${event}`, event });
      const { calls, webhook } = webhookOf({ kind: 'sent' });
      await desk.work(desk.dispatcher('a', { paging: { webhook } }));
      expect(calls).toEqual([`10 ${event}`]);
    },
  );

  test('that is an hour late, as after a restart, is tried three times before the next step', async () => {
    await desk.put(hook);
    desk.clock.advance(3_600_000);
    const { calls, webhook } = webhookOf(UNAVAILABLE);
    const { seen, onFailed } = failures();
    await desk.work(desk.dispatcher('a', { paging: { webhook, onFailed } }));
    expect(calls).toHaveLength(3);
    expect(seen).toEqual([expect.objectContaining({ code: 'HTTP 503', inDoubt: true })]);
  });

  test('whose end cannot be sent is tried for an hour', async () => {
    await desk.put({ ...hook, id: `${hook.id}/resolve`, event: 'resolve' });
    const { calls, webhook } = webhookOf(UNAVAILABLE);
    const { seen, onFailed } = failures();
    await desk.work(desk.dispatcher('a', { paging: { webhook, onFailed } }), 3_700_000);
    expect(seen).toHaveLength(1);
    expect(Number(calls.at(-1)?.split(' ')[0])).toBeGreaterThanOrEqual(3_600);
  });

  test('that nobody needs any more, as somebody acknowledged meanwhile, is not sent', async () => {
    await desk.put(hook);
    const { calls, webhook } = webhookOf({ kind: 'sent' });
    await desk.work(desk.dispatcher('a', { paging: { webhook, isNeeded: () => false } }));
    expect({ calls, waiting: await desk.waitingIds() }).toEqual({ calls: [], waiting: [] });
  });
});

describe('A page', () => {
  test('to a person is a direct message', async () => {
    await desk.put(toOperator);
    await desk.work(desk.dispatcher('a'));
    expect(desk.texts('D0OPERATOR')).toEqual([toOperator.id]);
    expect(await desk.waitingIds()).toEqual([]);
  });

  test('is sent by one of two instances', async () => {
    await desk.put(toOperator);
    await Promise.all(['a', 'b'].map((owner) => desk.dispatcher(owner).dispatchDue()));
    expect(desk.texts('D0OPERATOR')).toHaveLength(1);
  });

  test('is tried again while Slack fails', async () => {
    desk.slack.fail('chat.postMessage', { status: 503 }, { times: 2 });
    await desk.put(toOperator);
    await desk.work(desk.dispatcher('a'));
    expect(await desk.waitingIds()).toEqual([]);
    expect(desk.texts('D0OPERATOR')).not.toEqual([]);
  });

  test('that was cancelled while it waited is not sent', async () => {
    const mend = desk.slack.fail('chat.postMessage', { ratelimited: true, retryAfterS: 30 }, {});
    await desk.put(toOperator);
    const dispatcher = desk.dispatcher('a');
    await dispatcher.dispatchDue();
    mend();
    await failures().onFailed({ id: toOperator.id, incidentId: '', n: 1, code: '' });
    desk.clock.advance(60_000);
    await desk.work(dispatcher);
    expect(desk.texts('D0OPERATOR')).toEqual([]);
  });

  test.each([
    ['user_not_found', 0],
    ['cannot_dm_bot', 0],
    ['messages_tab_disabled', 0],
    ['a_code_that_nobody_knows', 120_000],
  ])('that Slack refuses with %s has failed after %d ms', async (error, afterMs) => {
    desk.slack.fail('chat.postMessage', { error }, {});
    await desk.put(toOperator);
    const { seen, onFailed } = failures();
    await desk.work(desk.dispatcher('a', { paging: { onFailed } }));
    expect(seen).toEqual([
      expect.objectContaining({ id: toOperator.id, incidentId: incident().id, n: 1, code: error }),
    ]);
    expect(desk.clock.now().getTime() - START.getTime()).toBeGreaterThanOrEqual(afterMs);
    expect(desk.clock.now().getTime() - START.getTime()).toBeLessThan(afterMs + 30_000);
  });

  test('that fails keeps nothing else, and shows in the health', async () => {
    desk.slack.fail(
      'chat.postMessage',
      { error: 'user_not_found' },
      { when: ({ channel }) => channel === 'U0OPERATOR' },
    );
    await desk.put(toOperator, incidentDelivery(), event('event:1'));
    const dispatcher = desk.dispatcher('a', { paging: { onFailed: async () => false } });
    await dispatcher.dispatchDue();
    desk.clock.advance(1_500);
    await dispatcher.dispatchDue();
    expect(desk.texts().sort()).toEqual(['event:1', 'no_sign_of_life open r1']);
    const { pageFaults, oldest, faults } = dispatcher.health();
    expect(pageFaults).toEqual([
      expect.objectContaining({ via: { dm: 'U0OPERATOR' }, code: 'user_not_found' }),
    ]);
    expect([oldest, faults]).toEqual([null, []]);
  });

  test('by a webhook that hangs keeps nothing else', async () => {
    const hanging: SendPage = () => new Promise(() => undefined);
    await desk.put(page({ webhook: 'slow' }), incidentDelivery());
    const dispatcher = desk.dispatcher('a', { paging: { webhook: hanging } });
    void dispatcher.dispatchDue();
    for (let i = 0; i < 100 && desk.texts().length === 0; i++)
      await new Promise((done) => setTimeout(done, 10));
    expect(desk.texts()).toEqual(['no_sign_of_life open r1']);
  });

  test('of which the store does not learn that it was sent is not sent again by the same instance', async () => {
    let isAway = true;
    const alertStore: typeof desk.alertStore = Object.assign(Object.create(desk.alertStore), {
      complete: (...given: Parameters<typeof desk.alertStore.complete>) =>
        isAway ? Promise.reject(new Error('gone')) : desk.alertStore.complete.call(desk.alertStore, ...given),
    });
    await desk.put(toOperator);
    const dispatcher = desk.dispatcher('a', { alertStore });
    await dispatcher.dispatchDue();
    isAway = false;
    desk.clock.advance(5_000);
    await desk.work(dispatcher);
    expect(desk.texts('D0OPERATOR')).toHaveLength(1);
    expect(await desk.waitingIds()).toEqual([]);
  });
});
