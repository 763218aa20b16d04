import {
  createDispatcherHarness,
  type DispatcherHarness,
  OPS,
  withFallback,
} from '../helpers/dispatcherHarness';
import { event, incidentDelivery } from '../helpers/notifications';

const DAY_S = 86_400;
const MINUTE_MS = 60_000;

let desk: DispatcherHarness;
beforeEach(async () => {
  desk = await createDispatcherHarness();
});
afterEach(() => desk.stop());

const inAlerts = { when: ({ channel }: Readonly<Record<string, unknown>>) => channel !== OPS };

describe('Slack that says to wait for a day', () => {
  test('is asked again within minutes', async () => {
    desk.slack.fail('chat.postMessage', { ratelimited: true, retryAfterS: DAY_S }, { times: 1 });
    await desk.put(incidentDelivery());
    await desk.work(desk.dispatcher('a'), 4 * MINUTE_MS);
    expect(desk.texts()).toEqual([
      expect.stringMatching(/^no_sign_of_life open r1 .*\(Slack asked to wait\)/),
    ]);
  });

  test('in one channel gets the alert in the fallback at once', async () => {
    desk.slack.fail('chat.postMessage', { ratelimited: true, retryAfterS: DAY_S }, inAlerts);
    await desk.put(incidentDelivery());
    await desk.work(desk.dispatcher('a', withFallback), MINUTE_MS);
    expect(desk.texts(OPS)).toEqual(['no_sign_of_life open r1 instead of C0ALERTS: rate_limited']);
  });

  test('half a minute at a time, again and again, gets it in the fallback within minutes', async () => {
    desk.slack.fail('chat.postMessage', { ratelimited: true, retryAfterS: 30 }, inAlerts);
    await desk.put(incidentDelivery());
    await desk.work(desk.dispatcher('a', withFallback), 3 * MINUTE_MS);
    expect(desk.texts(OPS)).toHaveLength(1);
  });
});

test('A notification of which it cannot be stored that it was sent keeps no other, and is not sent again', async () => {
  const alertStore: typeof desk.alertStore = Object.assign(Object.create(desk.alertStore), {
    complete: (...given: Parameters<typeof desk.alertStore.complete>) =>
      given[0] === 'event:1'
        ? Promise.reject(new Error('a bug'))
        : desk.alertStore.complete.call(desk.alertStore, ...given),
  });
  const dispatcher = desk.dispatcher('a', { alertStore });
  await desk.put(event('event:1'), event('event:2'));
  await desk.work(dispatcher, 10 * MINUTE_MS);
  expect([desk.texts(), await desk.waitingIds()]).toEqual([['event:1', 'event:2'], ['event:1']]);
  expect(dispatcher.health().oldest).toBeNull();
});
