import { setTimeout } from 'node:timers/promises';
import type { AlertState } from '../../src/alerting';
import { eventually } from '../helpers/eventually';
import { type ReloadInstance, type ReloadWorld, startReloadWorld } from '../helpers/reloadWorld';

const FILE = `
rules: { no_sign_of_life: { stale_after: 90s } }
digests: [{ name: weekly, cron: '0 9 * * 1' }]
`;

let world: ReloadWorld;
let one: ReloadInstance;
const begin = async (file = FILE, variables: Readonly<Record<string, string>> = {}): Promise<void> => {
  world = await startReloadWorld(variables);
  one = await world.instance('one', file, { hears: true });
  await world.pass(30, one);
};
afterEach(() => world.stop());

const change = async (from: string, to: string): Promise<string> => {
  expect(one.file.text).toContain(from);
  one.file.text = one.file.text.replace(from, to);
  const answer = await world.ask('/arb reload');
  await world.pass(30, one);
  return answer;
};
const known = async (): Promise<AlertState> => {
  const state = await one.pipeline.known();
  if (state === null) throw new Error('nothing is known');
  return state;
};
const stored = async (): Promise<string> =>
  JSON.stringify([...((await world.demo.state.alertStore.load())?.records ?? [])]);

describe('A reload', () => {
  test('applies a changed file, says what changed, and tells the alert channel once', async () => {
    await begin();
    one.file.text = FILE.replace('90s', '2m').replace('0 9 * * 1', '0 8 * * 1');
    const answer = await world.ask('/arb reload');
    expect(answer).toContain('rules › no_sign_of_life › stale_after: 90s → 2m');
    expect(answer).toContain('digests › weekly › cron: 0 9 * * 1 → 0 8 * * 1');
    await world.pass(30, one);
    expect(world.said()).toEqual([expect.stringMatching(/^Configuration changed: 2 settings\. .*90s/)]);
    expect(await world.ask('/arb reload')).toContain('Nothing to reload');
    expect(world.said()).toHaveLength(1);
  });

  test('is for operators alone', async () => {
    await begin();
    one.file.text = FILE.replace('90s', '2m');
    expect(await world.ask('/arb reload', 'viewer')).toContain('you are not allowed to do this');
    await world.pass(15, one);
    expect(world.said()).toEqual([]);
  });

  test('is for nobody where no operators are set, and names the setting', async () => {
    await begin(FILE, { OPERATORS: '' });
    expect(await world.ask('/arb reload')).toContain('OPERATORS');
  });

  test('takes new operators from the file at once', async () => {
    await begin(`${FILE}operators: U0OPERATOR\n`, { OPERATORS: '' });
    const answer = await change('operators: U0OPERATOR', 'operators: [U0OPERATOR, U0VIEWER]');
    expect(answer).toContain('operators: U0OPERATOR → U0OPERATOR,U0VIEWER');
    expect(await world.ask('/arb reload', 'viewer')).toContain('Nothing to reload');
  });

  test('names changed settings that need a restart, and leaves them as they are', async () => {
    await begin();
    const answer = await change(
      'digests',
      'tuning_timezone: Asia/Seoul\nstate_key_prefix: other\nport: 3111\nflapping: { within: 30m }\ndigests',
    );
    expect(answer).toContain(
      'Needs a restart, and is as before until then: state_key_prefix, tuning_timezone.',
    );
    expect(answer).toContain('flapping › within: not set → 30m');
  });

  test('shows no secret, and says that it has changed', async () => {
    const webhook = (key: string) => `webhooks: { pd: { type: pagerduty, routing_key: ${key} } }\n`;
    await begin(FILE + webhook('R1SECRETKEYOFTHETEAM'));
    const answer = await change('R1SECRETKEYOFTHETEAM', 'R2SECRETKEYOFTHETEAM');
    expect(answer).toContain('webhooks › pd › routing_key: secret changed');
    expect(world.said()).toEqual([expect.stringContaining('secret changed')]);
    const everything = [answer, world.said().join(), one.log.text(), await stored()].join();
    expect(everything).not.toMatch(/SECRETKEYOFTHETEAM/);
  });

  test('is told in the channel that alerts came to before, too', async () => {
    await begin(`${FILE}alert_channel: C0ALERTS\n`, { ALERT_CHANNEL: '' });
    await change('C0ALERTS', 'C0OPS');
    expect(world.said('C0ALERTS').join()).toContain('C0ALERTS` → `C0OPS');
    expect(world.said('C0OPS').join()).toContain('C0ALERTS` → `C0OPS');
  });

  test('comes by itself when the file has changed, and has stayed the same for some seconds', async () => {
    await begin();
    one.file.text = FILE.replace('90s', '2m');
    for (let polls = 0; polls < 3; polls++) {
      await setTimeout(20);
      world.clock.advance(1_500);
    }
    await eventually(() => one.log.text().includes('configuration reloaded'), 'the file is taken');
    await world.pass(15, one);
    expect(world.said().join()).toContain('`90s` → `2m`');
  });

  test('of a setting of this instance alone is not told in the channel', async () => {
    await begin();
    const answer = await change('digests', 'log_level: debug\ndigests');
    expect(answer).toContain('log_level: not set → debug');
    expect(answer).toContain('It concerns this instance alone.');
    expect(one.log.log.level).toBe('debug');
    expect(world.said()).toEqual([]);
  });
});

describe('A file that is wrong', () => {
  test('is refused with line numbers, and the former configuration stays', async () => {
    await begin();
    const answer = await change('90s', 'soon');
    expect(answer).toMatch(/Configuration refused: 1 problem/);
    expect(answer).toMatch(/arbwatch\.yaml:2:\d+: rules\.no_sign_of_life\.stale_after invalid value "soon"/);
    expect(answer).toContain('the bot goes on with the configuration that it has');
    expect(one.log.text()).toContain('configuration refused');
    expect((await known()).configuration?.generation).toBe(1);
  });

  test('is told in the channel once, however often it is read, and again after a right one', async () => {
    await begin();
    await change('90s', 'soon');
    await world.ask('/arb reload');
    await one.reload();
    await world.pass(15, one);
    expect(world.said()).toEqual([expect.stringContaining('Configuration refused: 1 problem')]);
    await change('soon', 'never');
    expect(world.said()).toHaveLength(2);
    await change('never', '2m');
    expect(world.said()).toHaveLength(3);
    await change('2m', 'soon');
    expect(world.said()).toHaveLength(4);
  });

  test.each([
    ['is empty', ''],
    ['ends in the middle of a line', FILE.slice(0, FILE.indexOf('digests') + 25)],
  ])('is not taken for one without settings where it %s', async (_, text) => {
    await begin();
    one.file.text = text;
    expect(await world.ask('/arb reload')).toContain('Configuration refused');
  });
});

describe('An open incident', () => {
  const QUICK = `
targets: { 'paper:docker': }
rules: { no_sign_of_life: { stale_after: 30s } }
`;
  const dead = async (file = QUICK): Promise<void> => {
    await begin(file);
    await world.press('stop-paper-docker');
    await world.pass(60, one);
    expect((await incident()).state).toBe('open');
  };
  const incident = async () => {
    const found = (await known()).incidents.find(({ targets }) => targets[0]?.target === 'paper:docker');
    if (found === undefined) throw new Error('there is no incident');
    return found;
  };

  test('stays as it is, acknowledged, where nothing about it has changed', async () => {
    await dead();
    await world.ask('/arb-alerts ack paper docker');
    const before = await incident();
    await change('30s', '45s');
    expect(await incident()).toMatchObject({
      id: before.id,
      state: 'acknowledged',
      acknowledgedBy: 'U0OPERATOR',
      closedAt: null,
    });
  });

  test('stays snoozed', async () => {
    await dead();
    await world.ask('/arb-alerts snooze paper docker 1h');
    await change('30s', '45s');
    expect((await incident()).state).toBe('snoozed');
  });

  test('of a rule that is off now is closed, and says so', async () => {
    await dead();
    await change('stale_after: 30s', 'stale_after: 30s, mode: off');
    expect(await incident()).toMatchObject({ state: 'closed' });
    expect(world.said().join('\n')).toContain('Closed: rule no_sign_of_life was switched off');
  });

  test('of a target that is left out now is closed, and says so', async () => {
    await dead();
    one.file.text = "discover: { ignore: ['paper:*'] }\nrules: { no_sign_of_life: { stale_after: 30s } }\n";
    await world.ask('/arb reload');
    await world.pass(30, one);
    expect(await incident()).toMatchObject({ state: 'closed', closedFor: 'target_gone' });
    expect(world.said().join('\n')).toContain('Closed: taken out of the configuration');
    expect((await known()).targets.map(({ target }) => target)).not.toContain('paper:docker');
  });

  test('is escalated by the new plan from then on', async () => {
    await dead(
      `${QUICK}escalation: { severities: [critical, warning, info], steps: [{ after: 1h, notify: U0SEOUL }] }\n`,
    );
    const dueAt = (await incident()).escalation?.dueAt;
    await change('1h', '10m');
    const moved = (await incident()).escalation;
    expect(moved?.dueAt?.getTime()).toBe((dueAt?.getTime() ?? 0) - 50 * 60_000);
    await change('after: 10m', 'after: 1m');
    await world.pass(60, one);
    expect((await incident()).escalation).toMatchObject({ status: 'finished', pages: [{ n: 1 }] });
  });
});
