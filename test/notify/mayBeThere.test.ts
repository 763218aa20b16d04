import type { SlackMessageApi } from '../../src/slack/outbound/slackApi';
import { settableClock } from '../helpers/clock';
import {
  ALERTS,
  createDispatcherHarness,
  type DispatcherHarness,
  rejectIn,
} from '../helpers/dispatcherHarness';
import { at, event, START } from '../helpers/notifications';

const MINUTE_MS = 60_000;

let desk: DispatcherHarness;
beforeEach(async () => {
  desk = await createDispatcherHarness();
});
afterEach(() => desk.stop());

/** A copy whose first post is carried out, and is not answered. */
const unansweredOnce = () => {
  let posts = 0;
  const post: SlackMessageApi['post'] = async (what) => {
    const outcome = await desk.port.post(what);
    posts += 1;
    return posts === 1 ? { kind: 'ambiguous', detail: 'HTTP 502' } : outcome;
  };
  return desk.dispatcher('unanswered', { slack: { ...desk.port, post } });
};

test('A message sent by another instance, whose clock is ahead, is not repeated if Redis falls back to before it was sent', async () => {
  const clock = settableClock(START);
  const behind = desk.dispatcher('behind', { clock });
  const told = event('event:1', { detectedAt: at(20) });
  desk.clock.set(at(20));
  await desk.put(told);
  await desk.work(desk.dispatcher('ahead'));
  desk.store.simulateOutage('unreachable');
  await behind.dispatchDue();
  desk.store.endOutage();
  clock.set(at(5));
  await desk.put(told);
  await behind.dispatchDue();
  expect(desk.texts()).toEqual(['event:1']);
});

test('A message that may have been sent appears once, although the bot was removed from the channel in between', async () => {
  const dispatcher = unansweredOnce();
  await desk.put(event());
  await dispatcher.dispatchDue();
  const mends = [
    rejectIn(desk, ALERTS, 'not_in_channel'),
    desk.slack.fail('conversations.history', { error: 'not_in_channel' }),
  ];
  await desk.work(dispatcher, MINUTE_MS);
  for (const mend of mends) mend();
  await desk.work(dispatcher, 10 * MINUTE_MS);
  expect([desk.texts(), await desk.waitingIds()]).toEqual([['event:1'], []]);
});

test('A message that may have been sent is looked for from the first attempt on, however many have failed since', async () => {
  const dispatcher = unansweredOnce();
  // Detected by an instance whose clock is ahead.
  await desk.put(event('event:1', { detectedAt: at(1_500) }));
  await dispatcher.dispatchDue();
  const mends = [
    rejectIn(desk, ALERTS, 'not_in_channel'),
    desk.slack.fail('conversations.history', { error: 'not_in_channel' }),
  ];
  await desk.work(dispatcher, 20 * MINUTE_MS);
  for (const mend of mends) mend();
  await desk.work(dispatcher, 10 * MINUTE_MS);
  expect([desk.texts(), await desk.waitingIds()]).toEqual([['event:1'], []]);
});
