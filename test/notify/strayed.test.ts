import type { SlackMessageApi } from '../../src/slack/outbound/slackApi';
import {
  ALERTS,
  createDispatcherHarness,
  type DispatcherHarness,
  OPS,
  rejectIn,
  statesIn,
  withFallback,
} from '../helpers/dispatcherHarness';
import { eventually } from '../helpers/eventually';
import { acknowledged, at, incidentDelivery, recovered } from '../helpers/notifications';

const MINUTE_MS = 60_000;
const over = incidentDelivery(recovered(60, { revision: 3 }), { detectedAt: at(60) });

let desk: DispatcherHarness;
/** Mends the channel of the alerts. */
let mend: () => void;

/** An alert is told, and then its channel is archived. */
beforeEach(async () => {
  desk = await createDispatcherHarness();
  await desk.put(incidentDelivery());
  await desk.work(desk.dispatcher('a', withFallback));
  mend = rejectIn(desk, ALERTS);
  await desk.put(acknowledged);
});
afterEach(() => desk.stop());

const states = (channel: string): string[] => statesIn(desk, channel);

const UNKNOWN = { kind: 'ambiguous', detail: 'HTTP 502' } as const;

/** A copy whose posts are carried out, and then it hears `answer`. */
const posting = (answer: ReturnType<SlackMessageApi['post']>) =>
  desk.dispatcher('posting', {
    ...withFallback,
    slack: { ...desk.port, post: (what) => desk.port.post(what).then(() => answer) },
  });

/** Another copy, which knows nothing of what was refused, goes on when the channel is back. */
async function ended() {
  mend();
  const dispatcher = desk.dispatcher('b', withFallback);
  await desk.work(dispatcher, 10 * MINUTE_MS);
  await desk.put(over);
  await desk.work(dispatcher, 10 * MINUTE_MS);
  return { alerts: states(ALERTS), ops: states(OPS), waits: await desk.waitingIds() };
}

const BOTH_ENDED = {
  alerts: ['no_sign_of_life recovered r3'],
  ops: ['no_sign_of_life recovered r3'],
  waits: [],
};

describe('A change that was posted in the fallback without an answer', () => {
  test('is found after the message in the channel was changed, and is kept up to date, too', async () => {
    await posting(Promise.resolve(UNKNOWN)).dispatchDue();
    expect(states(OPS)).toEqual(['no_sign_of_life acknowledged r2']);
    expect(await ended()).toEqual(BOTH_ENDED);
  });

  test('is found by the next instance if the one that posted it died', async () => {
    void posting(new Promise(() => undefined)).dispatchDue();
    await eventually(() => states(OPS).length > 0, 'it is posted in the fallback');
    expect(await ended()).toEqual(BOTH_ENDED);
  });

  test('keeps the message in the channel from changing for no moment, while it cannot be looked up', async () => {
    await posting(Promise.resolve(UNKNOWN)).dispatchDue();
    const mendHistory = desk.slack.fail('conversations.history', { error: 'internal_error' });
    mend();
    const other = desk.dispatcher('b', withFallback);
    await desk.work(other, MINUTE_MS);
    const meanwhile = states(ALERTS);
    mendHistory();
    expect([meanwhile, await ended()]).toEqual([['no_sign_of_life acknowledged r2'], BOTH_ENDED]);
  });

  test('is looked for no longer than two minutes where only the fallback cannot be looked up', async () => {
    await posting(Promise.resolve(UNKNOWN)).dispatchDue();
    desk.slack.fail(
      'conversations.history',
      { error: 'internal_error' },
      { when: ({ channel }) => channel === OPS },
    );
    mend();
    const other = desk.dispatcher('b', withFallback);
    await desk.work(other, 4 * MINUTE_MS);
    expect([states(ALERTS), await desk.waitingIds()]).toEqual([['no_sign_of_life acknowledged r2'], []]);
  });
});
