import type { SlackMessageApi } from '../../../src/slack/outbound/slackApi';
import { eventually } from '../../helpers/eventually';
import {
  ALERTS,
  type DispatcherHarness,
  OPS,
  openHarness,
  refuseIn,
  statesIn,
  withFallback,
} from '../harness';
import { acknowledged, at, incidentDelivery, recovered } from '../notifications';

const MINUTE_MS = 60_000;
const over = incidentDelivery(recovered(60, { revision: 3 }), { detectedAt: at(60) });

let harness: DispatcherHarness;
/** Mends the channel of the alerts. */
let mend: () => void;

/** An alert is told, and then its channel is archived. */
beforeEach(async () => {
  harness = await openHarness();
  await harness.enqueue(incidentDelivery());
  await harness.sendAll(harness.dispatcher('a', withFallback));
  mend = refuseIn(harness, ALERTS);
  await harness.enqueue(acknowledged);
});
afterEach(() => harness.stop());

const states = (channel: string): string[] => statesIn(harness, channel);

const UNKNOWN = { kind: 'unknown', detail: 'HTTP 502' } as const;

/** A copy whose posts are carried out, and then it hears `answer`. */
const posting = (answer: ReturnType<SlackMessageApi['post']>) =>
  harness.dispatcher('posting', {
    ...withFallback,
    slack: { ...harness.port, post: (what) => harness.port.post(what).then(() => answer) },
  });

/** Another copy, which knows nothing of what was refused, goes on when the channel is back. */
async function ended() {
  mend();
  const dispatcher = harness.dispatcher('b', withFallback);
  await harness.sendAll(dispatcher, 10 * MINUTE_MS);
  await harness.enqueue(over);
  await harness.sendAll(dispatcher, 10 * MINUTE_MS);
  return { alerts: states(ALERTS), ops: states(OPS), waits: await harness.pendingIds() };
}

const BOTH_ENDED = {
  alerts: ['no_sign_of_life recovered r3'],
  ops: ['no_sign_of_life recovered r3'],
  waits: [],
};

describe('A change that was posted in the fallback without our knowing', () => {
  test('is found after the message in the channel was changed, and is kept up to date, too', async () => {
    await posting(Promise.resolve(UNKNOWN)).dispatchDue();
    expect(states(OPS)).toEqual(['no_sign_of_life acknowledged r2']);
    expect(await ended()).toEqual(BOTH_ENDED);
  });

  test('is found by the next instance, where the one that posted it died', async () => {
    void posting(new Promise(() => undefined)).dispatchDue();
    await eventually(() => states(OPS).length > 0, 'it is posted in the fallback');
    expect(await ended()).toEqual(BOTH_ENDED);
  });

  test('keeps the message in the channel from changing for no moment, while it cannot be looked up', async () => {
    await posting(Promise.resolve(UNKNOWN)).dispatchDue();
    const mendHistory = harness.slack.fail('conversations.history', { error: 'internal_error' });
    mend();
    const other = harness.dispatcher('b', withFallback);
    await harness.sendAll(other, MINUTE_MS);
    const meanwhile = states(ALERTS);
    mendHistory();
    expect([meanwhile, await ended()]).toEqual([['no_sign_of_life acknowledged r2'], BOTH_ENDED]);
  });

  test('is looked up no longer than two minutes where only the fallback cannot be looked up', async () => {
    await posting(Promise.resolve(UNKNOWN)).dispatchDue();
    harness.slack.fail(
      'conversations.history',
      { error: 'internal_error' },
      { when: ({ channel }) => channel === OPS },
    );
    mend();
    const other = harness.dispatcher('b', withFallback);
    await harness.sendAll(other, 4 * MINUTE_MS);
    expect([states(ALERTS), await harness.pendingIds()]).toEqual([['no_sign_of_life acknowledged r2'], []]);
  });
});
