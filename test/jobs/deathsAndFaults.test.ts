import { upon } from '../alerting/story';
import { ALWAYS, type Span, trader } from '../alerting/world';
import { eventually } from '../helpers/eventually';
import { mortal } from '../notify/deaths';
import { ALERTS } from '../notify/harness';
import { TestCluster } from './testCluster';

const paper = (...beats: Span[]) => trader('paper:docker', beats);
const acknowledging = upon({ kind: 'acknowledge', userId: 'U1' });
const MOST_CALLS = 90;
const LEASE_S = 30;

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await TestCluster.begin();
});
afterEach(() => cluster.harness.stop());

describe.each(['before', 'after'] as const)('A bot that dies %s a call is carried out', (when) => {
  test('at whichever call of a check and its deliveries, leaves one alert to the next bot', async () => {
    const outcomes: (readonly string[])[] = [];
    for (let call = 1; call <= MOST_CALLS; call++) {
      const once = await TestCluster.begin();
      once.traders = [paper([-600, 100])];
      once.start();
      await once.advanceTo(180);
      once.kill();
      const { alertStore, slack, died } = mortal(once.alertStore, once.harness.port, { call, when });
      once.start('mortal', { alertStore, slack });
      const how = await Promise.race([once.advanceTo(210).then(() => 'lived' as const), died]);
      once.kill('mortal');
      once.start();
      await once.advanceTo(210 + LEASE_S + 60);
      outcomes.push(once.standing);
      await once.harness.stop();
      if (how === 'lived') break;
    }
    expect(outcomes.length).toBeGreaterThan(10);
    expect(outcomes.length).toBeLessThan(MOST_CALLS);
    expect(outcomes).toEqual(outcomes.map(() => ['no_sign_of_life open r1']));
  }, 120_000);
});

test('A channel that is archived amid an incident has its recovery once it is back, in the same message', async () => {
  cluster.traders = [paper([-600, 100], [600, Infinity])];
  cluster.start();
  await cluster.advanceTo(300);
  const heal = cluster.slackFails({ error: 'is_archived' });
  await cluster.advanceTo(900);
  expect(cluster.standing).toEqual(['no_sign_of_life open r1']);
  heal();
  await cluster.advanceTo(1200);
  expect(cluster.standing).toEqual(['no_sign_of_life recovered r2', expect.stringMatching(/^- .*recovered/)]);
});

test('A message that somebody deletes amid an incident is posted anew, with the recovery', async () => {
  cluster.traders = [paper([-600, 100], [600, Infinity])];
  cluster.start();
  await cluster.advanceTo(300);
  await cluster.harness.port.remove({ channel: ALERTS, ts: cluster.harness.standing()[0]?.ts ?? '' });
  await cluster.advanceTo(900);
  expect(cluster.standing.filter((text) => !text.startsWith('- '))).toContain('no_sign_of_life recovered r2');
});

test('A Slack that carries out whatever it fails to answer shows nothing twice, to two instances', async () => {
  cluster.traders = [paper([-600, 100], [600, Infinity]), trader('live:local', [[-600, 200]])];
  cluster.start('a');
  cluster.start('b');
  const heal = cluster.harness.slack.fail('chat.postMessage', { acceptThenStatus: 500 });
  await cluster.advanceTo(900);
  heal();
  await cluster.advanceTo(1200);
  expect(cluster.standing).toEqual([
    'no_sign_of_life recovered r2',
    'no_sign_of_life open r1',
    expect.stringMatching(/^- .*recovered/),
  ]);
});

test('A process that was paused for ten minutes calls no living trader dead, and says that it did not look', async () => {
  cluster.traders = [paper(ALWAYS)];
  const { watcher } = cluster.start();
  await cluster.advanceTo(60);
  cluster.clock.advance(600_000);
  await watcher.check();
  await cluster.advanceTo(900);
  expect(cluster.standing).toEqual(['monitoring_outage recovered r2']);
});

test('Redis comes back empty to an instance that was just started: what the other remembers is not lost', async () => {
  cluster.traders = [paper([-600, 100], [600, Infinity])];
  cluster.start('a');
  cluster.start('b');
  await cluster.advanceTo(300);
  cluster.kill('a');
  cluster.redis.simulateOutage('unreachable');
  cluster.start('a');
  await cluster.advanceTo(330);
  await cluster.alertStore.comesBack();
  cluster.cutOff.add('b');
  await cluster.advanceTo(360);
  cluster.cutOff.delete('b');
  await cluster.advanceTo(1200);
  expect(cluster.standing).toEqual(['no_sign_of_life recovered r2', expect.stringMatching(/^- .*recovered/)]);
});

test('What was sent since the last check is not sent again when Redis comes back without it, and was never away', async () => {
  cluster.traders = [paper([-600, 100])];
  cluster.start();
  await cluster.advanceTo(195);
  expect(cluster.standing).toEqual(['no_sign_of_life open r1']);
  await cluster.alertStore.comesBack();
  await cluster.advanceTo(260);
  expect(cluster.standing).toEqual(['no_sign_of_life open r1']);
});

test('Redis comes back twice, each time older than before, and no outage is reported', async () => {
  cluster.traders = [paper(ALWAYS)];
  cluster.start();
  await cluster.advanceTo(60);
  const early = cluster.alertStore.moment;
  await cluster.advanceTo(300);
  const late = cluster.alertStore.remembered();
  await cluster.alertStore.comesBack(early);
  await cluster.advanceTo(360);
  await cluster.alertStore.comesBackAs(late);
  await cluster.advanceTo(600);
  expect(cluster.standing).toEqual([]);
});

test('An instance that is started just after Redis came back older does not make the others forget', async () => {
  cluster.traders = [paper([-600, 100])];
  cluster.start('a');
  await cluster.advanceTo(60);
  const early = cluster.alertStore.moment;
  await cluster.advanceTo(400);
  await cluster.alertStore.comesBack(early);
  cluster.cutOff.add('a');
  cluster.start('b');
  await cluster.advanceTo(420);
  cluster.cutOff.delete('a');
  await cluster.advanceTo(900);
  expect(cluster.standing.filter((text) => text.startsWith('no_sign_of_life'))).toEqual([
    'no_sign_of_life open r1',
  ]);
});

test('What an instance reported that alone could not read Redis, and died, is ended by the next one that is started', async () => {
  cluster.traders = [paper(ALWAYS)];
  cluster.start('a');
  cluster.start('b');
  await cluster.advanceTo(60);
  cluster.cutOff.add('b');
  await cluster.advanceTo(200);
  expect(cluster.standing).toEqual(['monitoring_outage open r1']);
  cluster.kill('b');
  cluster.cutOff.delete('b');
  await cluster.advanceTo(600);
  cluster.start('b');
  let until = 615;
  // The look back at Slack is not waited for, so that time must pass in which it can be answered.
  await eventually(async () => {
    until += 15;
    await cluster.advanceTo(until);
    return cluster.standing.includes('monitoring_outage recovered r2');
  }, 'the message is brought to its end');
  expect(cluster.standing).toEqual(['monitoring_outage recovered r2']);
});

test('What older data wants to tell is not sent: it is made good at once, whenever the next check is due', async () => {
  cluster.traders = [paper([-600, 100], [300, Infinity])];
  const { dispatcher } = cluster.start();
  await cluster.advanceTo(195);
  await cluster.act(acknowledging);
  const early = cluster.alertStore.moment;
  await cluster.advanceTo(900);
  await cluster.alertStore.comesBack(early);
  await dispatcher.dispatchDue();
  const told = cluster.harness.slack.journal.calls('chat.update').map(({ body }) => JSON.stringify(body));
  expect(told.filter((text) => text.includes('no_sign_of_life acknowledged'))).toHaveLength(1);
  expect(cluster.standing[0]).toBe('no_sign_of_life recovered r3');
});

test('A message that older data set back by an instance that knew no better is brought up to date', async () => {
  cluster.traders = [paper([-600, 100], [300, Infinity])];
  cluster.start();
  await cluster.advanceTo(195);
  await cluster.act(acknowledging);
  const early = cluster.alertStore.moment;
  await cluster.advanceTo(900);
  await cluster.alertStore.comesBack(early);
  await cluster.start('b').dispatcher.dispatchDue();
  expect(cluster.standing).toContain('no_sign_of_life acknowledged r2');
  await cluster.advanceTo(930);
  expect(cluster.standing).toContain('no_sign_of_life recovered r3');
});

test('What an instance decides that is started just after Redis came back older, and was reported, is not reported again', async () => {
  cluster.traders = [paper([-600, 100], [300, Infinity])];
  cluster.start('a');
  await cluster.advanceTo(250);
  const early = cluster.alertStore.moment;
  await cluster.advanceTo(400);
  cluster.kill('a');
  await cluster.alertStore.comesBack(early);
  cluster.start('b');
  await cluster.advanceTo(500);
  expect(cluster.standing.filter((text) => text.includes('/recovered/'))).toHaveLength(1);
});

test('What an instance decides from older data that it joined to its own, and was reported before it was started, is not reported again', async () => {
  cluster.traders = [paper([-600, 100], [300, Infinity])];
  cluster.start('a');
  await cluster.advanceTo(60);
  const beforeTheDeath = cluster.alertStore.moment;
  await cluster.advanceTo(250);
  const whileDead = [...cluster.alertStore.remembered()];
  await cluster.advanceTo(400);
  cluster.kill('a');
  await cluster.alertStore.comesBack(beforeTheDeath);
  cluster.start('b');
  await cluster.advanceTo(900);
  await cluster.alertStore.comesBackAs(whileDead);
  await cluster.advanceTo(1200);
  expect(cluster.standing.filter((text) => text.includes('/recovered/'))).toHaveLength(1);
});

test('What was reported of what stands still is not reported again by an instance that starts with older data, however much later it decides', async () => {
  cluster.traders = [trader('paper:docker', [ALWAYS], { portfolio: { spans: [[-600, 100]] } })];
  cluster.start('a');
  await cluster.advanceTo(690);
  const early = cluster.alertStore.moment;
  await cluster.advanceTo(740);
  expect(cluster.standing).toEqual(['stale_portfolio open r1']);
  cluster.kill('a');
  await cluster.alertStore.comesBack(early);
  await cluster.advanceTo(800);
  cluster.start('b');
  await cluster.advanceTo(1600);
  expect(cluster.standing.filter((text) => text.startsWith('stale_portfolio'))).toHaveLength(1);
});
