import { actionOn } from '../helpers/scenario';
import { TestCluster } from '../helpers/testCluster';
import { ALWAYS, type Span, trader } from '../helpers/traders';

const HOUR = 3600;
const paper = (...beats: Span[]) => trader('paper:docker', beats);
const lives = paper(ALWAYS);

let night: TestCluster;
beforeEach(async () => {
  night = await TestCluster.begin();
});
afterEach(() => night.desk.stop());

describe('A bot that is started while Redis is down', () => {
  beforeEach(() => {
    night.traders = [lives];
    night.redis.simulateOutage('unreachable');
  });

  test('tells that it sees nothing since its start, once, and in the same message that it sees again', async () => {
    night.start();
    await night.goOn(60);
    expect(night.standing).toEqual([]);
    await night.goOn(300);
    expect(night.standing).toEqual(['monitoring_outage open r1']);
    night.redis.endOutage();
    await night.goOn(360);
    expect(night.standing).toEqual(['monitoring_outage recovered r2']);
  });

  test('goes on with what another, that was killed, had told', async () => {
    night.redis.endOutage();
    night.start();
    await night.goOn(30);
    night.redis.simulateOutage('unreachable');
    await night.goOn(300);
    night.kill();
    await night.goOn(900);
    night.start();
    await night.goOn(1500);
    expect(night.standing).toEqual(['monitoring_outage open r1']);
    night.redis.endOutage();
    await night.goOn(1560);
    expect(night.standing).toEqual(['monitoring_outage recovered r2']);
  });

  test('has one message with the outage of before its start, once Redis is back', async () => {
    night.redis.endOutage();
    night.start();
    await night.goOn(30);
    night.kill();
    await night.goOn(HOUR);
    night.redis.simulateOutage('unreachable');
    night.start();
    await night.goOn(HOUR + 300);
    night.redis.endOutage();
    await night.goOn(HOUR + 360);
    expect(night.standing).toEqual(['monitoring_outage recovered r2']);
  });

  test('and Slack is, too, tells it as one message afterwards', async () => {
    const heal = night.slackFails({ status: 503 });
    night.start();
    await night.goOn(300);
    night.redis.endOutage();
    await night.goOn(330);
    heal();
    await night.goOn(480);
    expect(night.standing).toEqual(['monitoring_outage recovered r2']);
  });

  test('tells although the channel cannot be looked through', async () => {
    night.desk.slack.fail('conversations.history', { status: 500 });
    night.start();
    await night.goOn(600);
    expect(night.standing).toEqual(['monitoring_outage open r1']);
  });
});

describe('A copy that alone is blind', () => {
  test('ends what it reported when it sees again, though the other saw all the time', async () => {
    night.traders = [lives];
    night.start('a');
    night.start('b');
    await night.goOn(30);
    night.cutOff.add('a');
    await night.goOn(300);
    expect(night.standing).toEqual(['monitoring_outage open r1']);
    night.cutOff.clear();
    await night.goOn(360);
    expect(night.standing).toEqual(['monitoring_outage recovered r2']);
  });

  test('keeps nobody from hearing of a death', async () => {
    night.traders = [paper([-600, 100])];
    night.start('a');
    night.start('b');
    await night.goOn(30);
    night.cutOff.add('a');
    await night.goOn(600);
    expect(night.standing).toEqual(['monitoring_outage open r1', 'no_sign_of_life open r1']);
  });
});

describe('When Redis comes back without its data', () => {
  test.each([1, 2, 3])('%i copies say nothing twice, and nothing is lost', async (copies) => {
    night.traders = [paper([-600, 100], [900, Infinity])];
    for (const name of ['a', 'b', 'c'].slice(0, copies)) night.start(name);
    await night.goOn(300);
    expect(night.standing).toEqual(['no_sign_of_life open r1']);
    night.redis.simulateOutage('unreachable');
    await night.goOn(330);
    await night.alertStore.comesBack();
    await night.goOn(1200);
    expect(night.standing).toEqual(['no_sign_of_life recovered r2', expect.stringMatching(/^- .*recovered/)]);
  });

  test('an alert that Slack would not take yet is still delivered', async () => {
    night.traders = [paper([-600, 100])];
    night.start();
    const heal = night.slackFails({ status: 503 });
    await night.goOn(300);
    night.redis.simulateOutage('unreachable');
    await night.goOn(330);
    await night.alertStore.comesBack();
    await night.goOn(360);
    heal();
    await night.goOn(480);
    expect(night.standing).toEqual(['no_sign_of_life open r1']);
  });

  test('right after an alert was sent, it is not sent again', async () => {
    night.traders = [paper([-600, 100])];
    night.start();
    await night.goOn(195);
    expect(night.standing).toEqual(['no_sign_of_life open r1']);
    night.redis.simulateOutage('unreachable');
    await night.round();
    await night.alertStore.comesBack();
    await night.goOn(600);
    expect(night.standing).toEqual(['no_sign_of_life open r1']);
  });
});

describe('When Redis comes back as it was a while ago', () => {
  test.each([1, 2])('%i copies know better, and go on where they were', async (copies) => {
    night.traders = [paper([-600, 100])];
    for (const name of ['a', 'b'].slice(0, copies)) night.start(name);
    await night.goOn(90);
    const { moment } = night.alertStore;
    await night.goOn(300);
    await night.act(actionOn({ kind: 'acknowledge', userId: 'U1' }));
    await night.goOn(330);
    const before = night.standing;
    expect(before[0]).toBe('no_sign_of_life acknowledged r2');
    night.redis.simulateOutage('unreachable');
    await night.round();
    await night.alertStore.comesBack(moment);
    await night.goOn(900);
    expect(night.standing).toEqual(before);
  });

  test('what it says is still to be sent is not sent again, and sets back no message', async () => {
    night.traders = [paper([-600, 100], [400, Infinity])];
    const { dispatcher, watcher } = night.start();
    await night.goOn(180);
    night.clock.advance(20_000);
    await watcher.check();
    const { moment } = night.alertStore;
    await dispatcher.dispatchDue();
    await night.goOn(600);
    const before = night.standing;
    expect(before[0]).toBe('no_sign_of_life recovered r2');
    night.redis.simulateOutage('unreachable');
    await night.round();
    await night.alertStore.comesBack(moment);
    await night.goOn(900);
    expect(night.standing).toEqual(before);
  });
});

test('Slack that asks to wait all the time gets every alert in the end, once, and says that it is late', async () => {
  const names = ['live:docker', 'paper:docker', 'shadow:docker', 'live:local', 'paper:local'] as const;
  night.traders = names.map((name, i) => trader(name, [[-600, 100 + i * 60]]));
  night.start('a');
  night.start('b');
  const heal = night.slackFails({ ratelimited: true, retryAfterS: 20 });
  await night.goOn(900);
  heal();
  await night.goOn(1200);
  expect(night.standing).toEqual(names.map(() => 'no_sign_of_life open r1'));
});

test('a clock that is set back by an hour keeps no alert waiting', async () => {
  const until = (t: number) => trader('live:docker', [[-3 * HOUR, t]]);
  night.traders = [paper([-600, 100]), until(Infinity)];
  night.start();
  await night.goOn(300);
  expect(night.standing).toEqual(['no_sign_of_life open r1']);
  night.traders = [paper([-3 * HOUR, -2 * HOUR]), until(-HOUR + 400)];
  await night.clockGoesBack(HOUR);
  await night.goOn(-HOUR + 900);
  expect(night.standing).toHaveLength(2);
});

test('a clock that is set back by an hour keeps nothing waiting that Slack would not take before', async () => {
  night.traders = [paper([-600, 100])];
  night.start();
  const heal = night.slackFails({ status: 503 });
  await night.goOn(300);
  night.traders = [paper([-3 * HOUR, -2 * HOUR])];
  await night.clockGoesBack(HOUR);
  heal();
  await night.goOn(-HOUR + 420);
  expect(night.standing).toHaveLength(1);
});
