import type { SlackMessageApi } from '../../../src/slack/outbound/slackApi';
import { ALERTS, type DispatcherHarness, dying, openHarness } from '../harness';
import { at, blind, incidentDelivery } from '../notifications';

let harness: DispatcherHarness;
beforeEach(async () => {
  harness = await openHarness();
});
afterEach(() => harness.stop());

test('What an instance reported while it alone could not read Redis stays that outage, though the next is delivered first', async () => {
  const dispatcher = harness.dispatcher('a');
  const [first, next] = [
    incidentDelivery(blind({ state: 'recovered', closedAt: at(600), revision: 2 })),
    incidentDelivery(
      blind({
        id: 'monitoring_outage:next',
        state: 'recovered',
        openedAt: at(900),
        closedAt: at(1500),
        revision: 3,
      }),
    ),
  ];
  harness.clock.set(at(300));
  harness.store.simulateOutage('unreachable');
  await dispatcher.notifyOutage(blind(), ALERTS);
  harness.store.endOutage();
  harness.clock.set(at(1500));
  await harness.enqueue(first, next);
  await harness.alertStore.claim(first.id, 'another copy', 20_000);
  await harness.sendAll(dispatcher);
  const told = harness.texts().map((text) => text.replace(/ detected .*/, ''));
  expect(told).toEqual(['monitoring_outage recovered r2', 'monitoring_outage recovered r3']);
});

test('Of an outage that another instance reported at the same time, and died, one message stays', async () => {
  harness.clock.set(at(90));
  harness.store.simulateOutage('unreachable');
  const find: SlackMessageApi['find'] = async () => ({ kind: 'done', value: null });
  const sleep = async () => {
    void dying(harness, { find }).notifyOutage(blind(), ALERTS);
    await harness.slack.until(() => harness.texts().length === 2);
  };
  await harness.dispatcher('a', { sleep }).notifyOutage(blind(), ALERTS);
  expect(harness.texts()).toEqual(['monitoring_outage open r1']);
});
