import type { SlackMessageApi } from '../../src/slack/outbound/slackApi';
import {
  ALERTS,
  crashingDispatcher,
  createDispatcherHarness,
  type DispatcherHarness,
} from '../helpers/dispatcherHarness';
import { at, blind, incidentDelivery } from '../helpers/notifications';
import { stateIn } from '../helpers/storedState';
import { TestCluster } from '../helpers/testCluster';
import { ALWAYS, trader } from '../helpers/traders';

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

test('An outage keeps its own message though a bot that was started in the next one took it for that', async () => {
  const night = await TestCluster.begin();
  night.traders = [trader('paper:docker', [ALWAYS])];
  night.start();
  await night.goOn(60);
  night.redis.simulateOutage('unreachable');
  await night.goOn(300);
  const heal = night.slackFails({ error: 'internal_error' });
  night.redis.endOutage();
  await night.goOn(330);
  night.redis.simulateOutage('unreachable');
  night.kill();
  heal();
  await night.goOn(4_000);
  night.start();
  await night.goOn(4_300);
  night.redis.endOutage();
  await night.goOn(4_600);
  const [outages, incidents] = [night.desk.standing(), (await stateIn(night.alertStore))?.incidents];
  await night.desk.stop();
  expect(outages.map(({ text }) => text.replace(/ detected .*/, ''))).toEqual([
    'monitoring_outage recovered r2',
    'monitoring_outage recovered r2',
  ]);
  expect(incidents?.map(({ state }) => state)).toEqual(['recovered', 'recovered']);
});
