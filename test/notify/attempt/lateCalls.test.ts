import { clockOf } from '../../../sandbox/clock';
import { StateUnavailableError } from '../../../src/redis/errors';
import type { SlackMessageApi } from '../../../src/slack/outbound/slackApi';
import type { AlertStore } from '../../../src/storage/alertStore';
import { ALERTS, type DispatcherHarness, openHarness } from '../harness';
import { at, blind, event, incident, incidentDelivery } from '../notifications';

const SECOND_MS = 1_000;

let harness: DispatcherHarness;
beforeEach(async () => {
  harness = await openHarness();
});
afterEach(() => harness.stop());

/** A Slack of which the next post or change is not answered in time, and carried out when the test says so. */
function slowSlack() {
  let isSlow = true;
  let land = async (): Promise<unknown> => undefined;
  const later = <W, T>(call: (what: W) => Promise<T>) =>
    (async (what: W) => {
      if (!isSlow) return call(what);
      isSlow = false;
      land = () => call(what);
      return { kind: 'unknown', detail: 'no answer in time' };
    }) as (what: W) => Promise<T>;
  const port: SlackMessageApi = {
    ...harness.port,
    post: later(harness.port.post),
    update: later(harness.port.update),
  };
  return {
    port,
    lands: () => land(),
    isSlowAgain: () => {
      isSlow = true;
    },
  };
}

const goOn = async (dispatcher: { dispatchDue(): Promise<number> }, seconds: number): Promise<void> => {
  for (let second = 0; second < seconds; second++) {
    harness.clock.advance(SECOND_MS);
    await dispatcher.dispatchDue();
  }
};

describe('A post that Slack carries out only after the bot has given it up', () => {
  test('is found, and not made again', async () => {
    const { port, lands } = slowSlack();
    const dispatcher = harness.dispatcher('a', { slack: port });
    await harness.enqueue(event());
    await harness.sendAll(dispatcher, 0);
    await harness.sendAll(dispatcher, 9 * SECOND_MS);
    await lands();
    await harness.sendAll(dispatcher);
    expect([harness.texts(), await harness.pendingIds()]).toEqual([['event:1'], []]);
  });

  test('is not made again either where another message shows that Slack works again', async () => {
    const { port, lands } = slowSlack();
    const dispatcher = harness.dispatcher('a', { slack: port });
    await harness.enqueue(event());
    await harness.sendAll(dispatcher, 0);
    await harness.enqueue(event('event:2', { detectedAt: at(1) }));
    await harness.sendAll(dispatcher, 9 * SECOND_MS);
    await lands();
    await harness.sendAll(dispatcher);
    expect(harness.texts()).toEqual(['event:2', 'event:1']);
  });

  test('is not made again by another instance', async () => {
    const { port, lands } = slowSlack();
    await harness.enqueue(event());
    await harness.sendAll(harness.dispatcher('a', { slack: port }), 0);
    const other = harness.dispatcher('b');
    await harness.sendAll(other, 9 * SECOND_MS);
    await lands();
    await harness.sendAll(other);
    expect(harness.texts()).toEqual(['event:1']);
  });

  test('is not made again by an instance whose clock is 20 s ahead', async () => {
    const { port, lands } = slowSlack();
    await harness.enqueue(event());
    await harness.sendAll(harness.dispatcher('a', { slack: port }), 0);
    const clock = clockOf(() => harness.clock.now().getTime() + 20 * SECOND_MS);
    const other = harness.dispatcher('b', { clock });
    await goOn(other, 9);
    await lands();
    await goOn(other, 9);
    expect(harness.texts()).toEqual(['event:1']);
  });

  test('is not made again where Redis could not store that it may be there', async () => {
    const { port, lands } = slowSlack();
    const release = () => Promise.reject(new StateUnavailableError('unreachable', at(0)));
    const alertStore: AlertStore = Object.assign(Object.create(harness.alertStore), { release });
    const dispatcher = harness.dispatcher('a', { slack: port, alertStore });
    await harness.enqueue(event());
    await harness.sendAll(dispatcher, 0);
    await harness.sendAll(dispatcher, 9 * SECOND_MS);
    await lands();
    await harness.sendAll(dispatcher);
    expect(harness.texts()).toEqual(['event:1']);
  });
});

test('What Slack did not carry out is posted once it can no longer do so', async () => {
  const { port } = slowSlack();
  const dispatcher = harness.dispatcher('a', { slack: port });
  await harness.enqueue(event());
  await harness.sendAll(dispatcher);
  expect([harness.texts(), harness.clock.now()]).toEqual([['event:1'], at(10)]);
});

test('A change that Slack carries out late does not stay in place of a newer one', async () => {
  const { port, lands, isSlowAgain } = slowSlack();
  const dispatcher = harness.dispatcher('a', { slack: port });
  await harness.enqueue(incidentDelivery());
  await harness.sendAll(dispatcher);
  isSlowAgain();
  await harness.enqueue(incidentDelivery(incident({ revision: 2 })));
  await harness.sendAll(dispatcher, 0);
  await harness.enqueue(incidentDelivery(incident({ revision: 3 })));
  await harness.sendAll(dispatcher, 9 * SECOND_MS);
  await lands();
  await harness.sendAll(dispatcher);
  expect(harness.texts(ALERTS)).toEqual(['no_sign_of_life open r3']);
});

describe('Of an outage that Slack tells of only after the bot has given that up', () => {
  const tellWhileAway = async () => {
    const { port, lands } = slowSlack();
    const dispatcher = harness.dispatcher('a', { slack: port });
    harness.store.simulateOutage('unreachable');
    await dispatcher.notifyOutage(blind(), ALERTS);
    return { dispatcher, lands };
  };
  test('nothing is reported again while Redis is away', async () => {
    const { dispatcher, lands } = await tellWhileAway();
    await goOn(dispatcher, 9);
    await lands();
    await goOn(dispatcher, 9);
    expect(harness.texts()).toEqual(['monitoring_outage open r1']);
  });

  test('nothing is reported again from the store once Redis is back', async () => {
    const { dispatcher, lands } = await tellWhileAway();
    harness.store.endOutage();
    await harness.enqueue(incidentDelivery(blind({ revision: 2 }), { detectedAt: at(1) }));
    await goOn(dispatcher, 9);
    await lands();
    await goOn(dispatcher, 9);
    expect(harness.texts()).toEqual(['monitoring_outage open r2']);
  });

  test('nothing stays that tells of it as lasting, where another instance has reported it, and of its end', async () => {
    const { dispatcher, lands } = await tellWhileAway();
    await harness.dispatcher('b').notifyOutage(blind(), ALERTS);
    harness.store.endOutage();
    const over = blind({ state: 'recovered', closedAt: at(4), revision: 2 });
    await harness.enqueue(incidentDelivery(over, { detectedAt: at(4) }));
    await goOn(dispatcher, 1);
    await goOn(harness.dispatcher('b'), 4);
    const early = await dispatcher.findOrphanedOutage(ALERTS, [over]);
    await goOn(dispatcher, 3);
    await lands();
    await goOn(dispatcher, 9);
    const late = await dispatcher.findOrphanedOutage(ALERTS, [over]);
    expect([early, late, harness.texts()]).toEqual(['retry later', null, ['monitoring_outage recovered r2']]);
  });
});
