import { DEMO_TOTAL } from '../../sandbox/demo';
import { type DemoUnderTest, startDemoUnderTest } from '../helpers/demoUnderTest';

const HEARTBEAT_TTL_S = 60;
const PORTFOLIO_TTL_S = 300;

let kit: DemoUnderTest;
beforeEach(async () => {
  kit = await startDemoUnderTest();
});
afterEach(() => kit.stop());

const sessionStart = () => kit.demo.tuning.sessionId.slice(0, 8);

describe('A message with demo data says so', () => {
  test.each([
    ['of one trader', () => '/arb-status paper docker'],
    ['of positions', () => '/arb-positions paper docker'],
    ['of all positions', () => '/arb-positions'],
    ['of a trader that reports nothing', () => '/arb-status shadow local'],
    ['of all traders', () => '/arb-status'],
    ['of a tuning session', () => `/arb-tuning ${sessionStart()}`],
    ['of the sessions', () => '/arb-tuning'],
    ['of an unknown session', () => '/arb-tuning nonesuch'],
  ])('%s', async (_, line) => {
    expect(await kit.ask(line())).toContain('Demo data.');
  });
});

describe('A demo trader', () => {
  test('is alive, and all that it writes can be understood', async () => {
    kit.pass(120);
    const status = await kit.ask('/arb-status paper docker');
    expect(status).toContain('Alive: paper docker');
    expect(status).not.toContain('could not be understood');
    expect(status).not.toContain('not reported\n');
  });

  test('has a position, orders, executions and prices, all of which can be understood', async () => {
    await kit.watch(60);
    const records = await kit.ask('/arb-positions paper docker');
    expect(records).toContain('paper docker: 1 position');
    expect(records).toMatch(/Orders in 24 h: \d+/);
    expect(records).toMatch(/BTC_KRW: estimated [+−]/);
    expect(records).toMatch(/upbit BTC_KRW: [\d,.]+ \/ [\d,.]+/);
    expect(records).not.toContain('could not be understood');
  });

  test('that was stopped is down', async () => {
    await kit.controls.press('stop-paper-docker');
    kit.pass(HEARTBEAT_TTL_S);
    expect(await kit.ask('/arb-status paper docker')).toContain('Down: paper docker');
  });

  test('that was restarted is alive at once', async () => {
    await kit.controls.press('stop-paper-docker');
    kit.pass(HEARTBEAT_TTL_S);
    await kit.controls.press('stop-paper-docker');
    expect(await kit.ask('/arb-status paper docker')).toContain('Alive: paper docker');
  });

  test('whose portfolio is stale shows its age until the key expires', async () => {
    await kit.controls.press('portfolio-paper-docker');
    kit.pass(120);
    expect(await kit.ask('/arb-status paper docker')).toContain('The portfolio is 2 min old.');
    kit.pass(PORTFOLIO_TTL_S);
    expect(await kit.ask('/arb-status paper docker')).toContain('Portfolio\nnot reported');
  });

  test('whose circuit breaker tripped says so until it is reset', async () => {
    await kit.controls.press('trip-live-docker');
    expect(await kit.ask('/arb-status live')).toContain('The circuit breaker is ACTIVE.');
    await kit.controls.press('trip-live-docker');
    expect(await kit.ask('/arb-status live')).not.toContain('ACTIVE');
  });

  test('that is live and armed is said to trade real money', async () => {
    await kit.controls.press('arm-live-docker');
    expect(await kit.ask('/arb-status live')).toContain('REAL MONEY');
  });
});

describe('The demo tuning session', () => {
  test('is in progress from the first moment', async () => {
    const status = await kit.ask(`/arb-tuning ${sessionStart()} ${DEMO_TOTAL}`);
    expect(status).toMatch(/Tuning: [1-9][\d.]* % done/);
  });

  test('ends with all of its iterations, and another one follows', async () => {
    const first = sessionStart();
    kit.pass(45 * 60);
    expect(await kit.ask(`/arb-tuning ${first} ${DEMO_TOTAL}`)).toContain('Tuning: finished');
    expect(sessionStart()).not.toBe(first);
  });

  test('has a failed job after a worker was stopped, and none after it was started again', async () => {
    await kit.controls.press('stop-worker-2');
    expect(await kit.ask(`/arb-tuning ${sessionStart()}`)).toContain('worker-2: FAILED, return code -15');
    await kit.controls.press('stop-worker-2');
    expect(await kit.ask(`/arb-tuning ${sessionStart()}`)).not.toContain('FAILED');
  });

  test('forgets old sessions, so that a demo left alone does not grow', async () => {
    kit.pass(3 * 3_600);
    const keys: string[] = [];
    for await (const batch of kit.demo.store.scan('tuning:*'))
      keys.push(...batch.filter((key) => key.startsWith('tuning:')));
    expect(keys.length).toBeLessThanOrEqual(5 * DEMO_TOTAL);
  });
});
