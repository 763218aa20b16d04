import { type DemoUnderTest, startDemoUnderTest } from '../helpers/demoUnderTest';
import { eventually } from '../helpers/eventually';

let kit: DemoUnderTest;
beforeEach(async () => {
  kit = await startDemoUnderTest();
});
afterEach(() => kit.stop());

const control = (id: string) => kit.controls.list().find((one) => one.id === id);

test('Each control shows its state and its action, and both change when it is used', async () => {
  for (const { id, label, state } of kit.controls.list()) {
    await kit.controls.press(id);
    expect(control(id)).not.toEqual(expect.objectContaining({ label }));
    expect(control(id)).not.toEqual(expect.objectContaining({ state }));
    await kit.controls.press(id);
    expect(control(id)).toMatchObject({ label, state });
  }
  await eventually(
    async () => (await kit.ask('/arb-status')).includes('2 traders, all alive'),
    'the bot answered again',
  );
});

test('A change made by the demo itself is announced too', () => {
  let changes = 0;
  kit.controls.onChange(() => {
    changes += 1;
  });
  kit.pass(11 * 60);
  expect(control('stop-worker-1')?.state).toBe('worker-1: finished');
  expect(changes).toBeGreaterThan(0);
});

describe('Redis', () => {
  test('that is cut off is reported, with the time since when', async () => {
    await kit.controls.press('redis-unreachable');
    kit.pass(240);
    expect(await kit.ask('/arb-status')).toMatch(/Redis cannot be reached\.\nSince .*\(4 min\)/);
  });

  test('that is too slow is reported', async () => {
    await kit.controls.press('redis-slow');
    expect(await kit.ask('/arb-status')).toContain('Redis answers too slowly.');
  });

  test('that is reconnected shows the traders again', async () => {
    await kit.controls.press('redis-unreachable');
    await kit.controls.press('redis-unreachable');
    expect(await kit.ask('/arb-status')).toContain('2 traders, all alive');
  });
});

describe('Slack', () => {
  const callsAuth = () =>
    fetch(`${kit.slack.apiUrl}auth.test`, {
      method: 'POST',
      headers: { authorization: `Bearer ${kit.slack.tokens.bot}` },
    });

  test('that throttles rejects calls with a Retry-After', async () => {
    await kit.controls.press('slack-throttling');
    const answer = await callsAuth();
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '10']);
  });

  test('that is down drops the connection and accepts no calls', async () => {
    await kit.controls.press('slack-down');
    await kit.slack.until(() => kit.slack.connections === 0);
    expect((await callsAuth()).status).toBe(503);
    expect(await kit.ask('/arb-status')).toContain('/arb-status failed');
  });

  test('that works again accepts calls', async () => {
    await kit.controls.press('slack-down');
    await kit.controls.press('slack-slow');
    await kit.controls.press('slack-slow');
    expect((await callsAuth()).status).toBe(200);
  });
});
