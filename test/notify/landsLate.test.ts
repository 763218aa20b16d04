import { clockOf } from '../../sandbox/clock';
import { StateUnavailableError } from '../../src/redis/errors';
import type { SlackMessageApi } from '../../src/slack/outbound/slackApi';
import type { AlertStore } from '../../src/storage/alertStore';
import { ALERTS, createDispatcherHarness, type DispatcherHarness } from '../helpers/dispatcherHarness';
import { at, blind, event, incident, incidentDelivery } from '../helpers/notifications';

const SECOND_MS = 1_000;

let desk: DispatcherHarness;
beforeEach(async () => {
  desk = await createDispatcherHarness();
});
afterEach(() => desk.stop());

/** A Slack of which the next post or change is not answered in time, and carried out when the test says so. */
function slowSlack() {
  let isSlow = true;
  let land = async (): Promise<unknown> => undefined;
  const later = <W, T>(call: (what: W) => Promise<T>) =>
    (async (what: W) => {
      if (!isSlow) return call(what);
      isSlow = false;
      land = () => call(what);
      return { kind: 'ambiguous', detail: 'no answer in time' };
    }) as (what: W) => Promise<T>;
  const port: SlackMessageApi = {
    ...desk.port,
    post: later(desk.port.post),
    update: later(desk.port.update),
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
    desk.clock.advance(SECOND_MS);
    await dispatcher.dispatchDue();
  }
};

describe('A post that Slack carries out only after the bot has given it up', () => {
  test('is found, and not made again', async () => {
    const { port, lands } = slowSlack();
    const dispatcher = desk.dispatcher('a', { slack: port });
    await desk.put(event());
    await desk.work(dispatcher, 0);
    await desk.work(dispatcher, 9 * SECOND_MS);
    await lands();
    await desk.work(dispatcher);
    expect([desk.texts(), await desk.waitingIds()]).toEqual([['event:1'], []]);
  });

  test('is not made again either where another message shows that Slack works again', async () => {
    const { port, lands } = slowSlack();
    const dispatcher = desk.dispatcher('a', { slack: port });
    await desk.put(event());
    await desk.work(dispatcher, 0);
    await desk.put(event('event:2', { detectedAt: at(1) }));
    await desk.work(dispatcher, 9 * SECOND_MS);
    await lands();
    await desk.work(dispatcher);
    expect(desk.texts()).toEqual(['event:2', 'event:1']);
  });

  test('is not made again by another copy', async () => {
    const { port, lands } = slowSlack();
    await desk.put(event());
    await desk.work(desk.dispatcher('a', { slack: port }), 0);
    const other = desk.dispatcher('b');
    await desk.work(other, 9 * SECOND_MS);
    await lands();
    await desk.work(other);
    expect(desk.texts()).toEqual(['event:1']);
  });

  test('is not made again by a copy whose clock is 20 s ahead', async () => {
    const { port, lands } = slowSlack();
    await desk.put(event());
    await desk.work(desk.dispatcher('a', { slack: port }), 0);
    const clock = clockOf(() => desk.clock.now().getTime() + 20 * SECOND_MS);
    const other = desk.dispatcher('b', { clock });
    await goOn(other, 9);
    await lands();
    await goOn(other, 9);
    expect(desk.texts()).toEqual(['event:1']);
  });

  test('is not made again where Redis could not store that it may be there', async () => {
    const { port, lands } = slowSlack();
    const release = () => Promise.reject(new StateUnavailableError('unreachable', at(0)));
    const alertStore: AlertStore = Object.assign(Object.create(desk.alertStore), { release });
    const dispatcher = desk.dispatcher('a', { slack: port, alertStore });
    await desk.put(event());
    await desk.work(dispatcher, 0);
    await desk.work(dispatcher, 9 * SECOND_MS);
    await lands();
    await desk.work(dispatcher);
    expect(desk.texts()).toEqual(['event:1']);
  });
});

test('What Slack did not carry out is posted once it can no longer do so', async () => {
  const { port } = slowSlack();
  const dispatcher = desk.dispatcher('a', { slack: port });
  await desk.put(event());
  await desk.work(dispatcher);
  expect([desk.texts(), desk.clock.now()]).toEqual([['event:1'], at(10)]);
});

test('A change that Slack carries out late does not stay in place of a newer one', async () => {
  const { port, lands, isSlowAgain } = slowSlack();
  const dispatcher = desk.dispatcher('a', { slack: port });
  await desk.put(incidentDelivery());
  await desk.work(dispatcher);
  isSlowAgain();
  await desk.put(incidentDelivery(incident({ revision: 2 })));
  await desk.work(dispatcher, 0);
  await desk.put(incidentDelivery(incident({ revision: 3 })));
  await desk.work(dispatcher, 9 * SECOND_MS);
  await lands();
  await desk.work(dispatcher);
  expect(desk.texts(ALERTS)).toEqual(['no_sign_of_life open r3']);
});

describe('Of an outage that Slack tells of only after the bot has given that up', () => {
  const tellWhileAway = async () => {
    const { port, lands } = slowSlack();
    const dispatcher = desk.dispatcher('a', { slack: port });
    desk.store.simulateOutage('unreachable');
    await dispatcher.notifyOutage(blind(), ALERTS);
    return { dispatcher, lands };
  };
  test('nothing is told again while Redis is away', async () => {
    const { dispatcher, lands } = await tellWhileAway();
    await goOn(dispatcher, 9);
    await lands();
    await goOn(dispatcher, 9);
    expect(desk.texts()).toEqual(['monitoring_outage open r1']);
  });

  test('nothing is told again from the store once Redis is back', async () => {
    const { dispatcher, lands } = await tellWhileAway();
    desk.store.endOutage();
    await desk.put(incidentDelivery(blind({ revision: 2 }), { detectedAt: at(1) }));
    await goOn(dispatcher, 9);
    await lands();
    await goOn(dispatcher, 9);
    expect(desk.texts()).toEqual(['monitoring_outage open r2']);
  });

  test('nothing stays that tells of it as lasting, where another copy has reported it, and of its end', async () => {
    const { dispatcher, lands } = await tellWhileAway();
    await desk.dispatcher('b').notifyOutage(blind(), ALERTS);
    desk.store.endOutage();
    const over = blind({ state: 'recovered', closedAt: at(4), revision: 2 });
    await desk.put(incidentDelivery(over, { detectedAt: at(4) }));
    await goOn(dispatcher, 1);
    await goOn(desk.dispatcher('b'), 4);
    const early = await dispatcher.findOrphanedOutage([ALERTS], [over]);
    await goOn(dispatcher, 3);
    await lands();
    await goOn(dispatcher, 9);
    const late = await dispatcher.findOrphanedOutage([ALERTS], [over]);
    expect([early, late, desk.texts()]).toEqual(['retry later', null, ['monitoring_outage recovered r2']]);
  });
});
