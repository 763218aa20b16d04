import type { StoreOutage } from '../../src/redis/errors';
import { actionOn } from '../helpers/scenario';
import { stateIn } from '../helpers/storedState';
import { TestCluster } from '../helpers/testCluster';
import { ALWAYS, trader } from '../helpers/traders';

const FULL: StoreOutage = { role: 'store', reason: 'out_of_memory' };
const DEAD = 'no_sign_of_life open r1';

let night: TestCluster;

/**
 * Two instances that can store nothing, and look up nothing, report one death as two: one of them was started later, and knows
 * but what was stored long before.
 */
beforeEach(async () => {
  night = await TestCluster.begin();
  night.desk.slack.fail('conversations.history', { error: 'missing_scope' });
  night.desk.slack.fail('conversations.replies', { error: 'missing_scope' });
  night.traders = [
    trader('paper:docker', [
      [-600, 500],
      [3000, Infinity],
    ]),
    trader('paper:other', [ALWAYS]),
  ];
  night.start('a');
  await night.goOn(60);
  night.refusal = FULL;
  await night.goOn(700);
  night.start('b');
  await night.goOn(1200);
});
afterEach(() => night.desk.stop());

const alerts = () =>
  night.standing.filter((line) => !line.includes('outage') && !line.startsWith('- ')).sort();
const open = async () =>
  (await stateIn(night.alertStore))?.incidents.filter(
    ({ rule, closedAt }) => rule === 'no_sign_of_life' && closedAt === null,
  );

test('Both are in the channel while nothing can be stored', () => {
  expect(alerts()).toEqual([DEAD, DEAD]);
});

describe('Once the store takes writes again', () => {
  beforeEach(async () => {
    night.refusal = null;
    await night.goOn(1300);
  });

  test('they are one alert, and the older message points to the newer', async () => {
    expect(await open()).toHaveLength(1);
    const texts = night.desk
      .standing()
      .filter(({ text, threadTs }) => threadTs === null && !text.includes('outage'))
      .map(({ text }) => text.replace(/ detected .*/, ''));
    expect(texts).toEqual(['pointer to a newer message', 'no_sign_of_life open r2']);
  });

  test('what somebody does about it is done, and its recovery is reported once', async () => {
    await night.act(actionOn({ kind: 'acknowledge', userId: 'U1' }));
    await night.goOn(1400);
    expect(alerts()).toContain('no_sign_of_life acknowledged r3');
    await night.goOn(3200);
    expect(alerts()).toEqual(['no_sign_of_life recovered r4', 'pointer to a newer message']);
    expect(night.standing.filter((line) => /^- .*\/(recovered|reminder)/.test(line))).toHaveLength(1);
    expect(await open()).toEqual([]);
  });
});
