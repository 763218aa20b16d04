import { type DemoUnderTest, startDemoUnderTest } from '../helpers/demoUnderTest';

/** As the demo's page promises: 30 s, and one check more. */
const TOLD_WITHIN_S = 35;
/** Two checks meet two writes. */
const RECOVERED_WITHIN_S = 11;
/** Longer than any key lives that a dead trader leaves. */
const LONG_S = 12 * 60;

let kit: DemoUnderTest;
beforeEach(async () => {
  kit = await startDemoUnderTest();
  await kit.watch(60);
});
afterEach(() => kit.stop());

test('Nothing is told of a demo that is left alone', async () => {
  await kit.watch(LONG_S);
  expect(kit.alerts()).toEqual([]);
});

describe.each(['live docker', 'paper docker'])('Of %s', (name) => {
  const place = name.replace(' ', '-');

  test('that is stopped one alert tells in time, and no second one that is false', async () => {
    await kit.controls.press(`stop-${place}`);
    await kit.watch(TOLD_WITHIN_S);
    expect(kit.alerts()).toEqual([expect.stringContaining(name)]);
    await kit.watch(LONG_S);
    expect(kit.alerts()).toHaveLength(1);
  });

  test('that is started again it is the same message that tells of the recovery', async () => {
    await kit.controls.press(`stop-${place}`);
    await kit.watch(LONG_S);
    await kit.controls.press(`stop-${place}`);
    await kit.watch(RECOVERED_WITHIN_S);
    expect(kit.alerts()).toEqual([expect.stringMatching(/[Rr]ecovered/)]);
  });
});

test('A heartbeat that stops while the portfolio goes on is a warning, and no death', async () => {
  await kit.controls.press('heartbeat-paper-docker');
  await kit.watch(LONG_S);
  expect(kit.alerts()).toEqual([expect.stringContaining('Portfolio updating, no heartbeat')]);
  expect(await kit.ask('/arb-status paper docker')).toContain('Portfolio updating, no heartbeat');
});

test('A portfolio that stops while the heartbeat goes on is told of once, also when its key has expired', async () => {
  await kit.controls.press('portfolio-paper-docker');
  await kit.watch(LONG_S);
  expect(kit.alerts()).toEqual([expect.stringMatching(/portfolio/i)]);
  expect(kit.alerts()[0]).not.toMatch(/[Rr]ecovered/);
});

test('A breaker of the live trader is told of, and its reset, in one message', async () => {
  await kit.controls.press('trip-live-docker');
  await kit.watch(10);
  expect(kit.alerts()).toEqual([expect.stringMatching(/breaker/i)]);
  await kit.controls.press('trip-live-docker');
  await kit.watch(RECOVERED_WITHIN_S);
  expect(kit.alerts()).toEqual([expect.stringMatching(/[Rr]ecovered/)]);
});

test('A real order makes the trader one of real money', async () => {
  expect(await kit.ask('/arb-status live docker')).not.toContain('REAL MONEY');
  await kit.controls.press('orders-live-docker');
  await kit.watch(60);
  expect(await kit.ask('/arb-status live docker')).toContain('REAL MONEY');
});
