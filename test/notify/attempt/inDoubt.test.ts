import type { SlackMessageApi } from '../../../src/slack/outbound/slackApi';
import { settableClock } from '../../helpers/clock';
import { ALERTS, type DispatcherHarness, openHarness, refuseIn } from '../harness';
import { at, event, START } from '../notifications';

const MINUTE_MS = 60_000;

let harness: DispatcherHarness;
beforeEach(async () => {
  harness = await openHarness();
});
afterEach(() => harness.stop());

/** A copy whose first post is carried out, and is not answered. */
const unansweredOnce = () => {
  let posts = 0;
  const post: SlackMessageApi['post'] = async (what) => {
    const outcome = await harness.port.post(what);
    posts += 1;
    return posts === 1 ? { kind: 'unknown', detail: 'HTTP 502' } : outcome;
  };
  return harness.dispatcher('unanswered', { slack: { ...harness.port, post } });
};

test('What another instance, whose clock is ahead, has reported comes once, where Redis falls back to before it was reported', async () => {
  const clock = settableClock(START);
  const behind = harness.dispatcher('behind', { clock });
  const told = event('event:1', { detectedAt: at(20) });
  harness.clock.set(at(20));
  await harness.enqueue(told);
  await harness.sendAll(harness.dispatcher('ahead'));
  harness.store.simulateOutage('unreachable');
  await behind.dispatchDue();
  harness.store.endOutage();
  clock.set(at(5));
  await harness.enqueue(told);
  await behind.dispatchDue();
  expect(harness.texts()).toEqual(['event:1']);
});

test('What may have been sent comes once, where the bot was away from the channel meanwhile', async () => {
  const dispatcher = unansweredOnce();
  await harness.enqueue(event());
  await dispatcher.dispatchDue();
  const mends = [
    refuseIn(harness, ALERTS, 'not_in_channel'),
    harness.slack.fail('conversations.history', { error: 'not_in_channel' }),
  ];
  await harness.sendAll(dispatcher, MINUTE_MS);
  for (const mend of mends) mend();
  await harness.sendAll(dispatcher, 10 * MINUTE_MS);
  expect([harness.texts(), await harness.pendingIds()]).toEqual([['event:1'], []]);
});
