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

test('An untouched demo sends no alerts', async () => {
  await kit.watch(LONG_S);
  expect(kit.alerts()).toEqual([]);
});

describe.each(['live docker', 'paper docker'])('%s in the demo', (name) => {
  const place = name.replace(' ', '-');

  test('is reported in time by one alert when it is stopped, without a second, false one', async () => {
    await kit.controls.press(`stop-${place}`);
    await kit.watch(TOLD_WITHIN_S);
    expect(kit.alerts()).toEqual([expect.stringContaining(name)]);
    await kit.watch(LONG_S);
    expect(kit.alerts()).toHaveLength(1);
  });

  test('is reported as recovered in the same message when it is restarted', async () => {
    await kit.controls.press(`stop-${place}`);
    await kit.watch(LONG_S);
    await kit.controls.press(`stop-${place}`);
    await kit.watch(RECOVERED_WITHIN_S);
    expect(kit.alerts()).toEqual([expect.stringMatching(/[Rr]ecovered/)]);
  });
});

test('A heartbeat that stops while the portfolio continues is a warning, not a death', async () => {
  await kit.controls.press('heartbeat-paper-docker');
  await kit.watch(LONG_S);
  expect(kit.alerts()).toEqual([expect.stringContaining('Portfolio updating, no heartbeat')]);
  expect(await kit.ask('/arb-status paper docker')).toContain('Portfolio updating, no heartbeat');
});

test('A portfolio that stops while the heartbeat continues is reported once, even after its key has expired', async () => {
  await kit.controls.press('portfolio-paper-docker');
  await kit.watch(LONG_S);
  expect(kit.alerts()).toEqual([expect.stringMatching(/portfolio/i)]);
  expect(kit.alerts()[0]).not.toMatch(/[Rr]ecovered/);
});

test('A tripped breaker of the live trader and its reset are one message', async () => {
  await kit.controls.press('trip-live-docker');
  await kit.watch(10);
  expect(kit.alerts()).toEqual([expect.stringMatching(/breaker/i)]);
  await kit.controls.press('trip-live-docker');
  await kit.watch(RECOVERED_WITHIN_S);
  expect(kit.alerts()).toEqual([expect.stringMatching(/[Rr]ecovered/)]);
});

test('A real order marks the trader with REAL MONEY', async () => {
  expect(await kit.ask('/arb-status live docker')).not.toContain('REAL MONEY');
  await kit.controls.press('orders-live-docker');
  await kit.watch(60);
  expect(await kit.ask('/arb-status live docker')).toContain('REAL MONEY');
});
