import type { SlackMessageApi } from '../../src/slack/outbound/slackApi';
import { createSlackMessageApi } from '../../src/slack/outbound/webApi';
import { createDispatcherHarness, type DispatcherHarness } from '../helpers/dispatcherHarness';
import { at, event, finished, incident, incidentDelivery, note, START } from '../helpers/notifications';

const MINUTE_MS = 60_000;

let desk: DispatcherHarness;
beforeEach(async () => {
  desk = await createDispatcherHarness();
});
afterEach(() => desk.stop());

/** An alert that another instance may have sent, as after a start. */
const inDoubt = () => incidentDelivery(incident(), { verifyBeforeSend: true });

/** A Slack whose channel holds more messages than a look-up of eight seconds can read. */
const tooBusy = (): SlackMessageApi => ({
  ...desk.port,
  find: async () => {
    desk.clock.advance(8_000);
    return { kind: 'ambiguous', detail: 'no answer in time' };
  },
});

describe('An alert that may have been sent', () => {
  test.each<[string, () => SlackMessageApi]>([
    ['the channel is too busy to be looked up', tooBusy],
    [
      'Slack wants no look-up for a day',
      () => ({ ...desk.port, find: async () => ({ kind: 'rate_limited', retryAfterMs: 86_400_000 }) }),
    ],
    [
      'Slack answers with a code that nobody knows',
      () => ({ ...desk.port, find: async () => ({ kind: 'rejected', code: 'new', scope: 'unknown' }) }),
    ],
  ])('is sent within a minute where %s', async (_, slack) => {
    await desk.put(inDoubt());
    await desk.work(desk.dispatcher('a', { slack: slack() }), MINUTE_MS);
    expect(desk.texts()).toHaveLength(1);
    expect(desk.clock.now().getTime() - START.getTime()).toBeLessThanOrEqual(MINUTE_MS);
  });

  test('is sent within that minute also where the bot is started anew in the middle of it', async () => {
    await desk.put(inDoubt());
    const slack = tooBusy();
    await desk.work(desk.dispatcher('a', { slack }), 25_000);
    expect(desk.texts()).toEqual([]);
    await desk.work(desk.dispatcher('b', { slack }), 35_000);
    expect(desk.texts()).toHaveLength(1);
    expect(desk.clock.now().getTime() - START.getTime()).toBeLessThanOrEqual(MINUTE_MS);
  });

  test('keeps no other back by more than a look-up', async () => {
    const dispatcher = desk.dispatcher('a', { slack: tooBusy() });
    await dispatcher.dispatchDue();
    desk.clock.advance(2 * MINUTE_MS);
    const detectedAt = desk.clock.now();
    const certain = { detectedAt };
    await desk.put(incidentDelivery(incident(), { ...certain, verifyBeforeSend: true }));
    await desk.put(event('event:2', certain));
    while (desk.texts().length === 0) await desk.work(dispatcher, 1_000);
    expect(desk.texts()).toEqual(['event:2']);
    expect(desk.clock.now().getTime() - detectedAt.getTime()).toBeLessThan(20_000);
  });

  test('is not sent again and again while Slack carries posts out without an answer', async () => {
    desk.slack.fail('chat.postMessage', { acceptThenDrop: true });
    desk.slack.fail('conversations.history', { status: 500 });
    await desk.put(inDoubt());
    await desk.work(desk.dispatcher('a'), 15 * MINUTE_MS);
    expect(desk.texts().length).toBeLessThanOrEqual(4);
  });
});

test.each([
  ['an alert', inDoubt(), -300],
  ['one of a trader that went silent an hour before', silentSince(-3_600), -3_900],
  ['an event', finished(-60, 0, { verifyBeforeSend: true }), -360],
  ['one more target of an alert', note('note:1', { incident: incident(), verifyBeforeSend: true }), -300],
])('%s is looked up from when it can have been sent first', async (_, notification, expected) => {
  const since: Date[] = [];
  const find: SlackMessageApi['find'] = async (what) => {
    since.push(what.since);
    return { kind: 'done', value: null };
  };
  await desk.put(notification);
  await desk.work(desk.dispatcher('a', { slack: { ...desk.port, find } }));
  expect([...new Set(since.map(Number))]).toEqual([at(expected).getTime()]);
});

function silentSince(seconds: number) {
  const [target] = incident().targets;
  const targets = target === undefined ? [] : [{ ...target, startedAt: at(seconds) }];
  return incidentDelivery(incident({ targets }), { verifyBeforeSend: true });
}

test('A lost answer leads to no duplicate where our clock is ten minutes ahead of that of Slack', async () => {
  const { clock } = desk;
  const fast = { ...clock, now: () => new Date(clock.now().getTime() + 600_000) };
  desk.slack.fail('chat.postMessage', { acceptThenDrop: true }, { times: 1 });
  await desk.put(event('event:1', { detectedAt: fast.now() }));
  const { tokens, apiUrl } = desk.slack;
  const slack = createSlackMessageApi({ token: tokens.bot, apiUrl, log: desk.log.log, clock: fast });
  await desk.work(desk.dispatcher('a', { slack, clock: fast }));
  expect(desk.texts()).toEqual(['event:1']);
});

test('The search for outages that nobody has ended keeps no alert back, however long it takes', async () => {
  let end: () => void = () => undefined;
  const find: SlackMessageApi['find'] = () =>
    new Promise((resolve) => {
      end = () => resolve({ kind: 'done', value: null });
    });
  const dispatcher = desk.dispatcher('a', { slack: { ...desk.port, find } });
  await dispatcher.dispatchDue();
  const searched = dispatcher.findOrphanedOutage(['C0ALERTS'], []);
  desk.clock.advance(2 * MINUTE_MS);
  await desk.put(event('event:1', { detectedAt: desk.clock.now() }));
  await desk.work(dispatcher);
  expect(desk.texts()).toEqual(['event:1']);
  end();
  expect(await searched).toBeNull();
});
