import { crashingApis } from '../helpers/crashingApi';
import { ALERTS } from '../helpers/dispatcherHarness';
import { eventually } from '../helpers/eventually';
import { actionOn } from '../helpers/scenario';
import { TestCluster } from '../helpers/testCluster';
import { ALWAYS, type Span, trader } from '../helpers/traders';

const paper = (...beats: Span[]) => trader('paper:docker', beats);
const acknowledging = actionOn({ kind: 'acknowledge', userId: 'U1' });
const MOST_CALLS = 90;
const LEASE_S = 30;

let night: TestCluster;
beforeEach(async () => {
  night = await TestCluster.begin();
});
afterEach(() => night.desk.stop());

describe.each(['before', 'after'] as const)('A bot that dies %s a call is carried out', (when) => {
  test('at whichever call of a check and its deliveries, leaves one alert to the next bot', async () => {
    const outcomes: (readonly string[])[] = [];
    for (let call = 1; call <= MOST_CALLS; call++) {
      const once = await TestCluster.begin();
      once.traders = [paper([-600, 100])];
      once.start();
      await once.goOn(180);
      once.kill();
      const { alertStore, slack, died } = crashingApis(once.alertStore, once.desk.port, { call, when });
      once.start('mortal', { alertStore, slack });
      const how = await Promise.race([once.goOn(210).then(() => 'lived' as const), died]);
      once.kill('mortal');
      once.start();
      await once.goOn(210 + LEASE_S + 60);
      outcomes.push(once.standing);
      await once.desk.stop();
      if (how === 'lived') break;
    }
    expect(outcomes.length).toBeGreaterThan(10);
    expect(outcomes.length).toBeLessThan(MOST_CALLS);
    expect(outcomes).toEqual(outcomes.map(() => ['no_sign_of_life open r1']));
  }, 120_000);
});

test('A channel that is archived amid an incident has its recovery once it is back, in the same message', async () => {
  night.traders = [paper([-600, 100], [600, Infinity])];
  night.start();
  await night.goOn(300);
  const heal = night.slackFails({ error: 'is_archived' });
  await night.goOn(900);
  expect(night.standing).toEqual(['no_sign_of_life open r1']);
  heal();
  await night.goOn(1200);
  expect(night.standing).toEqual(['no_sign_of_life recovered r2', expect.stringMatching(/^- .*recovered/)]);
});

test('A message that somebody deletes amid an incident is posted anew, with the recovery', async () => {
  night.traders = [paper([-600, 100], [600, Infinity])];
  night.start();
  await night.goOn(300);
  await night.desk.port.remove({ channel: ALERTS, ts: night.desk.standing()[0]?.ts ?? '' });
  await night.goOn(900);
  expect(night.standing.filter((text) => !text.startsWith('- '))).toContain('no_sign_of_life recovered r2');
});

test('Two instances post nothing twice when Slack carries out posts that it answers with an error', async () => {
  night.traders = [paper([-600, 100], [600, Infinity]), trader('live:local', [[-600, 200]])];
  night.start('a');
  night.start('b');
  const heal = night.desk.slack.fail('chat.postMessage', { acceptThenStatus: 500 });
  await night.goOn(900);
  heal();
  await night.goOn(1200);
  expect(night.standing).toEqual([
    'no_sign_of_life recovered r2',
    'no_sign_of_life open r1',
    expect.stringMatching(/^- .*recovered/),
  ]);
});

test('A process that was paused for ten minutes calls no living trader dead, and says that it did not look', async () => {
  night.traders = [paper(ALWAYS)];
  const { watcher } = night.start();
  await night.goOn(60);
  night.clock.advance(600_000);
  await watcher.check();
  await night.goOn(900);
  expect(night.standing).toEqual(['monitoring_outage recovered r2']);
});

test('The memory of one instance is not lost when Redis comes back empty to another that just started', async () => {
  night.traders = [paper([-600, 100], [600, Infinity])];
  night.start('a');
  night.start('b');
  await night.goOn(300);
  night.kill('a');
  night.redis.simulateOutage('unreachable');
  night.start('a');
  await night.goOn(330);
  await night.alertStore.comesBack();
  night.cutOff.add('b');
  await night.goOn(360);
  night.cutOff.delete('b');
  await night.goOn(1200);
  expect(night.standing).toEqual(['no_sign_of_life recovered r2', expect.stringMatching(/^- .*recovered/)]);
});

test('What was sent since the last check is not sent again when Redis comes back without it, and was never away', async () => {
  night.traders = [paper([-600, 100])];
  night.start();
  await night.goOn(195);
  expect(night.standing).toEqual(['no_sign_of_life open r1']);
  await night.alertStore.comesBack();
  await night.goOn(260);
  expect(night.standing).toEqual(['no_sign_of_life open r1']);
});

test('No outage is reported when Redis falls back to older data twice', async () => {
  night.traders = [paper(ALWAYS)];
  night.start();
  await night.goOn(60);
  const early = night.alertStore.moment;
  await night.goOn(300);
  const late = night.alertStore.remembered();
  await night.alertStore.comesBack(early);
  await night.goOn(360);
  await night.alertStore.comesBackAs(late);
  await night.goOn(600);
  expect(night.standing).toEqual([]);
});

test('An instance that starts just after Redis fell back to older data does not make the others forget', async () => {
  night.traders = [paper([-600, 100])];
  night.start('a');
  await night.goOn(60);
  const early = night.alertStore.moment;
  await night.goOn(400);
  await night.alertStore.comesBack(early);
  night.cutOff.add('a');
  night.start('b');
  await night.goOn(420);
  night.cutOff.delete('a');
  await night.goOn(900);
  expect(night.standing.filter((text) => text.startsWith('no_sign_of_life'))).toEqual([
    'no_sign_of_life open r1',
  ]);
});

test('The outage message of an instance that died during its own outage is closed by the next one that starts', async () => {
  night.traders = [paper(ALWAYS)];
  night.start('a');
  night.start('b');
  await night.goOn(60);
  night.cutOff.add('b');
  await night.goOn(200);
  expect(night.standing).toEqual(['monitoring_outage open r1']);
  night.kill('b');
  night.cutOff.delete('b');
  await night.goOn(600);
  night.start('b');
  let until = 615;
  // The look back at Slack is not waited for, so that time must pass in which it can be answered.
  await eventually(async () => {
    until += 15;
    await night.goOn(until);
    return night.standing.includes('monitoring_outage recovered r2');
  }, 'the message is brought to its end');
  expect(night.standing).toEqual(['monitoring_outage recovered r2']);
});

test('A message waiting in older data is not sent, because the data is corrected before the next check', async () => {
  night.traders = [paper([-600, 100], [300, Infinity])];
  const { dispatcher } = night.start();
  await night.goOn(195);
  await night.act(acknowledging);
  const early = night.alertStore.moment;
  await night.goOn(900);
  await night.alertStore.comesBack(early);
  await dispatcher.dispatchDue();
  const told = night.desk.slack.journal.calls('chat.update').map(({ body }) => JSON.stringify(body));
  expect(told.filter((text) => text.includes('no_sign_of_life acknowledged'))).toHaveLength(1);
  expect(night.standing[0]).toBe('no_sign_of_life recovered r3');
});

test('A message that an instance reverted from older data is brought up to date', async () => {
  night.traders = [paper([-600, 100], [300, Infinity])];
  night.start();
  await night.goOn(195);
  await night.act(acknowledging);
  const early = night.alertStore.moment;
  await night.goOn(900);
  await night.alertStore.comesBack(early);
  await night.start('b').dispatcher.dispatchDue();
  expect(night.standing).toContain('no_sign_of_life acknowledged r2');
  await night.goOn(930);
  expect(night.standing).toContain('no_sign_of_life recovered r3');
});

test('An instance that starts just after Redis fell back to older data does not repeat a sent recovery', async () => {
  night.traders = [paper([-600, 100], [300, Infinity])];
  night.start('a');
  await night.goOn(250);
  const early = night.alertStore.moment;
  await night.goOn(400);
  night.kill('a');
  await night.alertStore.comesBack(early);
  night.start('b');
  await night.goOn(500);
  expect(night.standing.filter((text) => text.includes('/recovered/'))).toHaveLength(1);
});

test('An instance that merges older data with its own does not repeat a recovery that was sent before it started', async () => {
  night.traders = [paper([-600, 100], [300, Infinity])];
  night.start('a');
  await night.goOn(60);
  const beforeTheDeath = night.alertStore.moment;
  await night.goOn(250);
  const whileDead = [...night.alertStore.remembered()];
  await night.goOn(400);
  night.kill('a');
  await night.alertStore.comesBack(beforeTheDeath);
  night.start('b');
  await night.goOn(900);
  await night.alertStore.comesBackAs(whileDead);
  await night.goOn(1200);
  expect(night.standing.filter((text) => text.includes('/recovered/'))).toHaveLength(1);
});

test('An instance that starts with older data does not repeat a stale portfolio alert, however much later it decides', async () => {
  night.traders = [trader('paper:docker', [ALWAYS], { portfolio: { spans: [[-600, 100]] } })];
  night.start('a');
  await night.goOn(690);
  const early = night.alertStore.moment;
  await night.goOn(740);
  expect(night.standing).toEqual(['stale_portfolio open r1']);
  night.kill('a');
  await night.alertStore.comesBack(early);
  await night.goOn(800);
  night.start('b');
  await night.goOn(1600);
  expect(night.standing.filter((text) => text.startsWith('stale_portfolio'))).toHaveLength(1);
});
