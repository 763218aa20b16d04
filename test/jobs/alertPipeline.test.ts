import { upon } from '../alerting/story';
import { ALWAYS, type Span, trader } from '../alerting/world';
import { TestCluster } from './testCluster';

const HOUR = 3600;
const paper = (...beats: Span[]) => trader('paper:docker', beats);
const lives = paper(ALWAYS);

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await TestCluster.begin();
});
afterEach(() => cluster.harness.stop());

describe('A bot that is started while Redis is down', () => {
  beforeEach(() => {
    cluster.traders = [lives];
    cluster.redis.simulateOutage('unreachable');
  });

  test('tells that it sees nothing since its start, once, and in the same message that it can read again', async () => {
    cluster.start();
    await cluster.advanceTo(60);
    expect(cluster.standing).toEqual([]);
    await cluster.advanceTo(300);
    expect(cluster.standing).toEqual(['monitoring_outage open r1']);
    cluster.redis.endOutage();
    await cluster.advanceTo(360);
    expect(cluster.standing).toEqual(['monitoring_outage recovered r2']);
  });

  test('goes on with what another, that was killed, had reported', async () => {
    cluster.redis.endOutage();
    cluster.start();
    await cluster.advanceTo(30);
    cluster.redis.simulateOutage('unreachable');
    await cluster.advanceTo(300);
    cluster.kill();
    await cluster.advanceTo(900);
    cluster.start();
    await cluster.advanceTo(1500);
    expect(cluster.standing).toEqual(['monitoring_outage open r1']);
    cluster.redis.endOutage();
    await cluster.advanceTo(1560);
    expect(cluster.standing).toEqual(['monitoring_outage recovered r2']);
  });

  test('has one message with the outage of before its start, once Redis is back', async () => {
    cluster.redis.endOutage();
    cluster.start();
    await cluster.advanceTo(30);
    cluster.kill();
    await cluster.advanceTo(HOUR);
    cluster.redis.simulateOutage('unreachable');
    cluster.start();
    await cluster.advanceTo(HOUR + 300);
    cluster.redis.endOutage();
    await cluster.advanceTo(HOUR + 360);
    expect(cluster.standing).toEqual(['monitoring_outage recovered r2']);
  });

  test('and Slack is, too, tells it as one message afterwards', async () => {
    const heal = cluster.slackFails({ status: 503 });
    cluster.start();
    await cluster.advanceTo(300);
    cluster.redis.endOutage();
    await cluster.advanceTo(330);
    heal();
    await cluster.advanceTo(480);
    expect(cluster.standing).toEqual(['monitoring_outage recovered r2']);
  });

  test('tells although the channel cannot be looked through', async () => {
    cluster.harness.slack.fail('conversations.history', { status: 500 });
    cluster.start();
    await cluster.advanceTo(600);
    expect(cluster.standing).toEqual(['monitoring_outage open r1']);
  });
});

describe('An instance that alone cannot read the traders', () => {
  test('ends what it reported when it can read again, though the other saw all the time', async () => {
    cluster.traders = [lives];
    cluster.start('a');
    cluster.start('b');
    await cluster.advanceTo(30);
    cluster.cutOff.add('a');
    await cluster.advanceTo(300);
    expect(cluster.standing).toEqual(['monitoring_outage open r1']);
    cluster.cutOff.clear();
    await cluster.advanceTo(360);
    expect(cluster.standing).toEqual(['monitoring_outage recovered r2']);
  });

  test('keeps nobody from hearing of a death', async () => {
    cluster.traders = [paper([-600, 100])];
    cluster.start('a');
    cluster.start('b');
    await cluster.advanceTo(30);
    cluster.cutOff.add('a');
    await cluster.advanceTo(600);
    expect(cluster.standing).toEqual(['monitoring_outage open r1', 'no_sign_of_life open r1']);
  });
});

describe('When Redis comes back without its data', () => {
  test.each([1, 2, 3])('%i instances say nothing twice, and nothing is lost', async (instances) => {
    cluster.traders = [paper([-600, 100], [900, Infinity])];
    for (const name of ['a', 'b', 'c'].slice(0, instances)) cluster.start(name);
    await cluster.advanceTo(300);
    expect(cluster.standing).toEqual(['no_sign_of_life open r1']);
    cluster.redis.simulateOutage('unreachable');
    await cluster.advanceTo(330);
    await cluster.alertStore.comesBack();
    await cluster.advanceTo(1200);
    expect(cluster.standing).toEqual([
      'no_sign_of_life recovered r2',
      expect.stringMatching(/^- .*recovered/),
    ]);
  });

  test('an alert that Slack would not take yet is still delivered', async () => {
    cluster.traders = [paper([-600, 100])];
    cluster.start();
    const heal = cluster.slackFails({ status: 503 });
    await cluster.advanceTo(300);
    cluster.redis.simulateOutage('unreachable');
    await cluster.advanceTo(330);
    await cluster.alertStore.comesBack();
    await cluster.advanceTo(360);
    heal();
    await cluster.advanceTo(480);
    expect(cluster.standing).toEqual(['no_sign_of_life open r1']);
  });

  test('right after an alert was sent, it is not sent again', async () => {
    cluster.traders = [paper([-600, 100])];
    cluster.start();
    await cluster.advanceTo(195);
    expect(cluster.standing).toEqual(['no_sign_of_life open r1']);
    cluster.redis.simulateOutage('unreachable');
    await cluster.round();
    await cluster.alertStore.comesBack();
    await cluster.advanceTo(600);
    expect(cluster.standing).toEqual(['no_sign_of_life open r1']);
  });
});

describe('When Redis comes back as it was a while ago', () => {
  test.each([1, 2])('%i instances know better, and go on where they were', async (instances) => {
    cluster.traders = [paper([-600, 100])];
    for (const name of ['a', 'b'].slice(0, instances)) cluster.start(name);
    await cluster.advanceTo(90);
    const { moment } = cluster.alertStore;
    await cluster.advanceTo(300);
    await cluster.act(upon({ kind: 'acknowledge', userId: 'U1' }));
    await cluster.advanceTo(330);
    const before = cluster.standing;
    expect(before[0]).toBe('no_sign_of_life acknowledged r2');
    cluster.redis.simulateOutage('unreachable');
    await cluster.round();
    await cluster.alertStore.comesBack(moment);
    await cluster.advanceTo(900);
    expect(cluster.standing).toEqual(before);
  });

  test('what it says is still to be sent is not sent again, and sets back no message', async () => {
    cluster.traders = [paper([-600, 100], [400, Infinity])];
    const { dispatcher, watcher } = cluster.start();
    await cluster.advanceTo(180);
    cluster.clock.advance(20_000);
    await watcher.check();
    const { moment } = cluster.alertStore;
    await dispatcher.dispatchDue();
    await cluster.advanceTo(600);
    const before = cluster.standing;
    expect(before[0]).toBe('no_sign_of_life recovered r2');
    cluster.redis.simulateOutage('unreachable');
    await cluster.round();
    await cluster.alertStore.comesBack(moment);
    await cluster.advanceTo(900);
    expect(cluster.standing).toEqual(before);
  });
});

test('Slack that asks to wait all the time gets every alert in the end, once, and says that it is late', async () => {
  const names = ['live:docker', 'paper:docker', 'shadow:docker', 'live:local', 'paper:local'] as const;
  cluster.traders = names.map((name, i) => trader(name, [[-600, 100 + i * 60]]));
  cluster.start('a');
  cluster.start('b');
  const heal = cluster.slackFails({ ratelimited: true, retryAfterS: 20 });
  await cluster.advanceTo(900);
  heal();
  await cluster.advanceTo(1200);
  expect(cluster.standing).toEqual(names.map(() => 'no_sign_of_life open r1'));
});

test('A clock that is set back by an hour keeps no alert waiting', async () => {
  const until = (t: number) => trader('live:docker', [[-3 * HOUR, t]]);
  cluster.traders = [paper([-600, 100]), until(Infinity)];
  cluster.start();
  await cluster.advanceTo(300);
  expect(cluster.standing).toEqual(['no_sign_of_life open r1']);
  cluster.traders = [paper([-3 * HOUR, -2 * HOUR]), until(-HOUR + 400)];
  await cluster.clockGoesBack(HOUR);
  await cluster.advanceTo(-HOUR + 900);
  expect(cluster.standing).toHaveLength(2);
});

test('A clock that is set back by an hour keeps nothing waiting that Slack would not take before', async () => {
  cluster.traders = [paper([-600, 100])];
  cluster.start();
  const heal = cluster.slackFails({ status: 503 });
  await cluster.advanceTo(300);
  cluster.traders = [paper([-3 * HOUR, -2 * HOUR])];
  await cluster.clockGoesBack(HOUR);
  heal();
  await cluster.advanceTo(-HOUR + 420);
  expect(cluster.standing).toHaveLength(1);
});
