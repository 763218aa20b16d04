import type { StoreOutage } from '../../src/redis/errors';
import type { SlackMessageApi } from '../../src/slack/outbound/slackApi';
import { crashingApis } from '../helpers/crashingApi';
import { ALERTS } from '../helpers/dispatcherHarness';
import { actionOn } from '../helpers/scenario';
import { stateIn } from '../helpers/storedState';
import { TestCluster } from '../helpers/testCluster';
import { ALWAYS, type Span, second, trader } from '../helpers/traders';

const paper = (...beats: Span[]) => trader('paper:docker', beats);
const other = trader('paper:other', [ALWAYS]);

let night: TestCluster;
beforeEach(async () => {
  night = await TestCluster.begin();
  night.traders = [paper([-600, 100]), other];
});
afterEach(() => night.desk.stop());

/** Why the store takes nothing, and whether it can be read. */
const REFUSALS: Readonly<Record<string, StoreOutage & { readonly isUnread?: boolean }>> = {
  'has no free memory': { role: 'store', reason: 'out_of_memory' },
  'cannot be reached': { role: 'store', reason: 'unreachable', isUnread: true },
  'is the traders’, and a read-only replica': { role: 'traders', reason: 'read_only' },
  'is the traders’, and permits this bot to read alone': { role: 'traders', reason: 'refused' },
};
const FULL: StoreOutage = { role: 'store', reason: 'out_of_memory' };

const OUTAGE = 'monitoring_outage open r1';
const DEAD = 'no_sign_of_life open r1';
const storedIncidents = async () =>
  (await stateIn(night.alertStore))?.incidents.map(({ rule, state }) => `${rule} ${state}`).sort();

describe.each(Object.entries(REFUSALS))('While the store %s', (_, refusal) => {
  test('a trader that dies is reported within the usual time, once, and is known afterwards', async () => {
    night.start();
    await night.goOn(60);
    night.refusal = refusal;
    await night.goOn(210);
    expect(night.standing.sort()).toEqual([OUTAGE, DEAD]);
    await night.goOn(900);
    expect(night.standing.sort()).toEqual([OUTAGE, DEAD]);
    night.refusal = null;
    await night.goOn(1200);
    expect(night.standing.sort()).toEqual(['monitoring_outage recovered r2', DEAD]);
    expect(await storedIncidents()).toEqual(['monitoring_outage recovered', 'no_sign_of_life open']);
    expect(await night.desk.waitingIds()).toEqual([]);
  });

  test('a trader that dies and recovers has both reported, in one message', async () => {
    night.traders = [paper([-600, 100], [400, Infinity]), other];
    night.start();
    await night.goOn(60);
    night.refusal = refusal;
    await night.goOn(600);
    const all = ['no_sign_of_life recovered r2', expect.stringMatching(/^- .*recovered/)];
    expect(night.standing.filter((line) => !line.includes('outage'))).toEqual(all);
    night.refusal = null;
    await night.goOn(900);
    expect(night.standing.filter((line) => !line.includes('outage'))).toEqual(all);
    expect(await storedIncidents()).toEqual(['monitoring_outage recovered', 'no_sign_of_life recovered']);
  });

  test('two instances report a death once between them', async () => {
    night.start('a');
    night.start('b');
    await night.goOn(60);
    night.refusal = refusal;
    await night.goOn(400);
    expect(night.standing.sort()).toEqual([OUTAGE, DEAD]);
    night.refusal = null;
    await night.goOn(700);
    expect(night.standing.sort()).toEqual(['monitoring_outage recovered r2', DEAD]);
    expect(await storedIncidents()).toEqual(['monitoring_outage recovered', 'no_sign_of_life open']);
  });
});

test('A Redis that takes no writes of the traders either makes none of them look dead', async () => {
  night.traders = [
    paper([-600, 100], [600, Infinity]),
    trader('paper:other', [
      [-600, 100],
      [600, Infinity],
    ]),
  ];
  night.start();
  await night.goOn(90);
  night.refusal = { role: 'traders', reason: 'not_saved' };
  await night.goOn(600);
  expect(night.standing).toEqual([OUTAGE]);
  night.refusal = null;
  await night.goOn(900);
  expect(night.standing).toEqual(['monitoring_outage recovered r2']);
});

describe('While the store takes no writes', () => {
  const traderAlerts = () => night.standing.filter((line) => !line.includes('outage'));
  const refuseFrom = async (seconds: number, refusal: typeof night.refusal = FULL) => {
    await night.goOn(seconds);
    night.refusal = refusal;
  };
  const acceptFrom = async (seconds: number) => {
    await night.goOn(seconds);
    night.refusal = null;
  };

  test('an alert that was stored before and not sent is sent, once', async () => {
    night.start();
    await night.goOn(150);
    const heal = night.slackFails({ error: 'internal_error' });
    await refuseFrom(240);
    heal();
    await night.goOn(400);
    expect(traderAlerts()).toEqual([DEAD]);
    await acceptFrom(600);
    await night.goOn(800);
    expect(traderAlerts()).toEqual([DEAD]);
  });

  test('what Slack does not take either is sent once it does, by memory or by the store', async () => {
    for (const slackHealsAt of [500, 900]) {
      const once = await TestCluster.begin();
      once.traders = night.traders;
      once.start();
      await once.goOn(60);
      once.refusal = FULL;
      const heal = once.slackFails({ error: 'internal_error' });
      if (slackHealsAt < 700) await once.goOn(slackHealsAt).then(heal);
      await once.goOn(700);
      once.refusal = null;
      await once.goOn(slackHealsAt);
      heal();
      await once.goOn(1200);
      expect(once.standing.sort()).toEqual(['monitoring_outage recovered r2', DEAD]);
      await once.desk.stop();
    }
  });

  test('a bot that is started anew reports nothing twice, and what happens then', async () => {
    night.traders = [paper([-600, 100]), other, trader('paper:third', [[-600, 900]])];
    night.start();
    await refuseFrom(60);
    await night.goOn(400);
    night.kill();
    night.start();
    await night.goOn(800);
    expect(night.standing.sort()).toEqual([OUTAGE, DEAD]);
    await night.goOn(1100);
    expect(night.standing.sort()).toEqual([OUTAGE, DEAD, DEAD]);
    await acceptFrom(1200);
    await night.goOn(1500);
    expect(night.standing.sort()).toEqual(['monitoring_outage recovered r2', DEAD, DEAD]);
  });

  test('a bot that is started anew finds what was reported of a trader whose last sign it does not know', async () => {
    night.traders = [paper([-600, 400], [1_500, Infinity]), other];
    night.start();
    await refuseFrom(60);
    await night.goOn(800);
    expect(traderAlerts()).toEqual([DEAD]);
    night.kill();
    night.start();
    await night.goOn(1_300);
    expect(traderAlerts()).toEqual([expect.stringMatching(/^no_sign_of_life open/)]);
    await acceptFrom(1_400);
    await night.goOn(2_000);
    expect(traderAlerts().filter((line) => !line.startsWith('- '))).toEqual([
      expect.stringMatching(/^no_sign_of_life recovered/),
    ]);
  });

  test('a bot that is started anew and cannot read the store reports the outage alone', async () => {
    night.start();
    await refuseFrom(60, { ...FULL, reason: 'unreachable', isUnread: true });
    night.kill();
    night.start();
    await night.goOn(400);
    expect(night.standing).toEqual([OUTAGE]);
  });

  test('nothing is lost where the store loses its data meanwhile', async () => {
    night.start();
    await refuseFrom(300);
    await night.goOn(400);
    await night.alertStore.comesBack();
    await night.goOn(600);
    expect(night.standing.sort()).toEqual([OUTAGE, DEAD]);
    await acceptFrom(700);
    await night.goOn(1000);
    expect(night.standing.sort()).toEqual(['monitoring_outage recovered r2', DEAD]);
    expect(await storedIncidents()).toEqual(['monitoring_outage recovered', 'no_sign_of_life open']);
  });

  test('an alert whose message somebody deletes is posted anew with its recovery', async () => {
    night.traders = [paper([-600, 100], [400, Infinity]), other];
    night.start();
    await refuseFrom(60);
    await night.goOn(300);
    const dead = night.desk.standing().find(({ text }) => text.startsWith('no_sign_of_life'));
    await night.desk.port.remove({ channel: ALERTS, ts: dead?.ts ?? '' });
    await night.goOn(700);
    expect(traderAlerts()).toContain('no_sign_of_life recovered r2');
  });

  test('a store that takes them every other 20 s has all in the end, and nothing is sent twice', async () => {
    night.traders = [paper([-600, 100], [700, Infinity]), other];
    night.start('a');
    night.start('b');
    for (let at = 60; at < 1000; at += 20) {
      await night.goOn(at);
      night.refusal = (at / 20) % 2 === 0 ? null : FULL;
      if (at === 300) expect(traderAlerts()).toEqual([DEAD]);
    }
    await acceptFrom(1000);
    await night.goOn(1200);
    expect(traderAlerts()).toEqual(['no_sign_of_life recovered r2', expect.stringMatching(/^- .*recovered/)]);
    expect(await storedIncidents()).toContain('no_sign_of_life recovered');
  });

  test('of one instance alone, the other one reports, and nothing comes twice', async () => {
    night.start('a');
    night.start('b');
    await refuseFrom(60, { ...FULL, of: ['a'] });
    await night.goOn(500);
    expect(traderAlerts()).toEqual([DEAD]);
    await acceptFrom(600);
    await night.goOn(900);
    expect(traderAlerts()).toEqual([DEAD]);
  });

  test('of one instance alone, which cannot read it either, the other one reports, and nothing comes twice', async () => {
    night.start('a');
    night.start('b');
    await refuseFrom(60, { ...FULL, reason: 'unreachable', isUnread: true, of: ['a'] });
    await night.goOn(500);
    expect(traderAlerts()).toEqual([DEAD]);
    await acceptFrom(600);
    await night.goOn(900);
    expect(traderAlerts()).toEqual([DEAD]);
  });

  test('an instance that knows less does not set back what the message of another says', async () => {
    night.traders = [paper([-600, 100], [400, Infinity]), other];
    night.start('a');
    const down = { kind: 'not_sent', detail: 'ECONNREFUSED' } as const;
    let isSlackDown = true;
    const { port } = night.desk;
    const failing: SlackMessageApi = {
      post: (what) => (isSlackDown ? Promise.resolve(down) : port.post(what)),
      update: (what) => (isSlackDown ? Promise.resolve(down) : port.update(what)),
      find: (what) => (isSlackDown ? Promise.resolve(down) : port.find(what)),
      remove: (what) => (isSlackDown ? Promise.resolve(down) : port.remove(what)),
    };
    night.start('b', { slack: failing });
    await refuseFrom(60);
    await night.goOn(300);
    night.cutOff.add('b');
    await night.goOn(600);
    expect(traderAlerts()).toContain('no_sign_of_life recovered r2');
    isSlackDown = false;
    await night.goOn(900);
    expect(traderAlerts()).toContain('no_sign_of_life recovered r2');
  });

  test('a bot that dies at whichever call leaves one alert to the next', async () => {
    const outcomes: (readonly string[])[] = [];
    for (let call = 1; call <= 60; call++) {
      const once = await TestCluster.begin();
      once.traders = night.traders;
      once.start();
      await once.goOn(150);
      once.refusal = FULL;
      await once.goOn(180);
      once.kill();
      const { alertStore, slack, died } = crashingApis(once.alertStore, once.desk.port, {
        call,
        when: 'after',
      });
      once.start('mortal', { slack, alertStore: once.refusing(alertStore, 'mortal') });
      const how = await Promise.race([once.goOn(330).then(() => 'lived' as const), died]);
      once.kill('mortal');
      once.start();
      await once.goOn(600);
      once.refusal = null;
      await once.goOn(900);
      outcomes.push(once.standing.filter((line) => !line.includes('outage')));
      await once.desk.stop();
      if (how === 'lived') break;
    }
    expect(outcomes.length).toBeGreaterThan(10);
    expect(outcomes).toEqual(outcomes.map(() => [DEAD]));
  }, 120_000);
});

describe('While Redis cannot be read at all', () => {
  const HOUR_S = 3_600;
  const away = async (from: number, to: number) => {
    await night.goOn(from);
    night.redis.simulateOutage('unreachable');
    await night.goOn(to);
  };
  const reminders = () => night.standing.filter((line) => /reminder/.test(line));

  test.each([1, 2])(
    '%i instances remind of what is open once, and not again afterwards',
    async (instances) => {
      for (const name of ['a', 'b'].slice(0, instances)) night.start(name);
      await away(300, 2 * HOUR_S);
      expect(reminders()).toHaveLength(1);
      night.redis.endOutage();
      await night.goOn(2 * HOUR_S + 600);
      expect(reminders()).toHaveLength(1);
      expect(night.standing.filter((line) => !line.startsWith('- '))).toEqual([
        expect.stringMatching(/^no_sign_of_life open/),
        'monitoring_outage recovered r2',
      ]);
      expect((await stateIn(night.alertStore))?.incidents).toContainEqual(
        expect.objectContaining({ rule: 'no_sign_of_life', remindersSent: 1 }),
      );
    },
  );

  test('a snooze ends when it was to end', async () => {
    night.start();
    await night.goOn(300);
    await night.act(actionOn({ kind: 'snooze', userId: 'U1', until: second(1800) }));
    await away(400, HOUR_S);
    expect(reminders()).toHaveLength(1);
    expect(night.standing).toContain('no_sign_of_life open r3');
  });

  test('an instance that alone cannot read it does not take back what somebody has acknowledged', async () => {
    night.start('a');
    night.start('b');
    await night.goOn(300);
    await night.act(actionOn({ kind: 'snooze', userId: 'U1', until: second(1800) }));
    await night.goOn(400);
    night.cutOff.add('b');
    await night.goOn(600);
    await night.act(actionOn({ kind: 'acknowledge', userId: 'U1' }));
    await night.goOn(HOUR_S);
    expect(night.standing).toContain('no_sign_of_life acknowledged r3');
    expect(reminders()).toEqual([]);
  });

  test('an instance that alone cannot read it does not remind of what somebody has acknowledged', async () => {
    night.start('a');
    night.start('b');
    await night.goOn(300);
    night.cutOff.add('a');
    await night.goOn(600);
    await night.act(actionOn({ kind: 'acknowledge', userId: 'U1' }));
    await night.goOn(2 * HOUR_S);
    expect(reminders()).toEqual([]);
  });

  test('no trader is called dead, and none recovered', async () => {
    night.traders = [
      paper([-600, 500]),
      trader('paper:other', [
        [-600, 100],
        [600, Infinity],
      ]),
    ];
    night.start();
    await away(300, 2_000);
    expect(night.standing).toEqual(['no_sign_of_life open r1', OUTAGE]);
  });
});

test('An outage whose reason changes says the new one in its message, and ends as one', async () => {
  night.start('a');
  night.start('b');
  await night.goOn(60);
  night.refusal = FULL;
  await night.goOn(300);
  const before = night.desk.standing().find(({ text }) => text.startsWith(OUTAGE));
  night.redis.simulateOutage('unreachable');
  await night.goOn(450);
  night.redis.endOutage();
  await night.goOn(600);
  const outages = () => night.desk.standing().filter(({ text }) => text.startsWith('monitoring_outage'));
  expect(outages()).toEqual([{ ...before, text: 'monitoring_outage open r3' }]);
  night.refusal = null;
  await night.goOn(900);
  expect(outages().map(({ ts }) => ts)).toEqual([before?.ts]);
  expect(night.standing).toContainEqual(expect.stringMatching(/^no_sign_of_life open/));
  expect(await storedIncidents()).toEqual(['monitoring_outage recovered', 'no_sign_of_life open']);
});
