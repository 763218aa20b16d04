import { overviewMessage } from '../../formatters';
import type { LiveStatusSnapshot } from '../../src/monitors/liveSnapshot';
import type { Place } from '../../src/state/keys';
import { messageText } from '../helpers/messageText';
import { armed, garbledFigures, healthy, NOW, noBeat, silent } from '../helpers/snapshots';

const silentTargets: readonly Place[] = [
  { mode: 'live', env: 'local' },
  { mode: 'shadow', env: 'local' },
];
const shadow: LiveStatusSnapshot = { ...silent, mode: 'shadow', heartbeat: 'fresh', heartbeatAgeMs: 3_000 };
const dead: LiveStatusSnapshot = { ...healthy, ...noBeat };

const messageOf = (snapshots: readonly LiveStatusSnapshot[], neverReported: readonly Place[] = []) =>
  overviewMessage({ snapshots, neverReported, now: NOW }, { demo: false, currency: null });
const textOf = (snapshots: readonly LiveStatusSnapshot[], neverReported: readonly Place[] = []) =>
  messageText(messageOf(snapshots, neverReported));

test('when all live, the first line says so', () => {
  expect(textOf([armed, healthy, shadow])).toMatch(/^🟢 3 traders, all alive\n/);
});

test('one trader without a heartbeat is named in the first line', () => {
  expect(textOf([armed, dead])).toMatch(/^🔴 No heartbeat: paper docker\n/);
});

test('several traders that may not be alive are counted in the first line', () => {
  expect(textOf([armed, dead, { ...dead, env: 'local' }])).toMatch(/^🔴 2 of 3 traders may not be alive\n/);
});

test.each(['stale', 'unreadable'] as const)(
  'a trader whose heartbeat is %s is not called alive',
  (heartbeat) => {
    expect(textOf([{ ...healthy, heartbeat }])).not.toMatch(/alive/i);
  },
);

test('each trader has its heartbeat, trades and balance', () => {
  expect(textOf([healthy])).toContain(
    'paper docker: alive · heartbeat 12 s ago\n42 trades today, balance 10,012,345.67',
  );
});

test('a trader that reports a heartbeat alone shows no figure', () => {
  expect(textOf([shadow])).toContain('Trades and balance are not reported');
});

test('a trader whose figures are there and are not understood is not called one that does not report them', () => {
  expect(textOf([{ ...healthy, ...garbledFigures }])).toContain('Trades and balance are not understood');
});

test('a trader that sends real orders is told apart', () => {
  expect(textOf([armed])).toContain('REAL MONEY');
});

test.each([
  [false, 'enabled, not armed'],
  [null, 'enabled, armed not reported'],
])('of a live trader whose armed is %s it is said', (liveArmed, words) => {
  expect(textOf([{ ...armed, liveArmed }])).toContain(`Live trading: ${words}.`);
});

test('of other traders live trading is not spoken of', () => {
  expect(textOf([healthy, shadow])).not.toContain('Live trading');
});

test('an active circuit breaker is told in the first line and in the notification', () => {
  const tripped = { ...healthy, breakerActive: true };
  expect(textOf([tripped, armed])).toContain('🟠 2 traders, all alive · BREAKER ACTIVE: paper docker');
  expect(messageOf([tripped]).text).toBe('Alive: paper docker (BREAKER ACTIVE).');
});

test('those of which Redis holds nothing are named in one line', () => {
  expect(textOf([healthy], silentTargets)).toContain('Nothing reported by live local, shadow local.');
});

test('when nobody reports anything, that is the answer', () => {
  expect(messageOf([], silentTargets).text).toBe(
    'No trader reports anything: Redis holds no heartbeat and no figure of live local, shadow local.',
  );
});

test('the notification tells those first that may not be alive', () => {
  expect(messageOf([armed, dead]).text).toBe(
    'paper docker may not be alive: no heartbeat in the last 60 s. Alive: live docker (REAL MONEY).',
  );
});

test('values that could not be understood are counted', () => {
  const problems = [{ key: 'paper:docker:arbitrage:stats:trades_total', what: 'is not a string' }];
  expect(textOf([{ ...healthy, problems }])).toContain('1 value could not be understood.');
});
