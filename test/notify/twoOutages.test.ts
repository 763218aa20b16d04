import type { SlackMessageApi } from '../../src/slack/outbound/slackApi';
import {
  ALERTS,
  crashingDispatcher,
  createDispatcherHarness,
  type DispatcherHarness,
} from '../helpers/dispatcherHarness';
import { at, blind, incidentDelivery } from '../helpers/notifications';

let desk: DispatcherHarness;
beforeEach(async () => {
  desk = await createDispatcherHarness();
});
afterEach(() => desk.stop());

test('An outage that only one instance noticed keeps its message, though the next outage is delivered first', async () => {
  const dispatcher = desk.dispatcher('a');
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
  desk.clock.set(at(300));
  desk.store.simulateOutage('unreachable');
  await dispatcher.notifyOutage(blind(), ALERTS);
  desk.store.endOutage();
  desk.clock.set(at(1500));
  await desk.put(first, next);
  await desk.alertStore.claim(first.id, 'another copy', 20_000);
  await desk.work(dispatcher);
  const texts = desk.texts().map((text) => text.replace(/ detected .*/, ''));
  expect(texts).toEqual(['monitoring_outage recovered r2', 'monitoring_outage recovered r3']);
});

test('One message remains of an outage that another instance posted at the same time before it died', async () => {
  desk.clock.set(at(90));
  desk.store.simulateOutage('unreachable');
  const find: SlackMessageApi['find'] = async () => ({ kind: 'done', value: null });
  const sleep = async () => {
    void crashingDispatcher(desk, { find }).notifyOutage(blind(), ALERTS);
    await desk.slack.until(() => desk.texts().length === 2);
  };
  await desk.dispatcher('a', { sleep }).notifyOutage(blind(), ALERTS);
  expect(desk.texts()).toEqual(['monitoring_outage open r1']);
});
