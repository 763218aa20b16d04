import { overviewMessage } from '../../formatters';
import type { Incident } from '../../src/alerting/incidents/incident';
import type { TargetFacts } from '../../src/alerting/state/targetState';
import type { LiveStatusSnapshot } from '../../src/monitors/live/liveSnapshot';
import type { Place } from '../../src/state/keys';
import { open } from '../helpers/incidents';
import { messageText } from '../helpers/messageText';
import {
  ago,
  armed,
  garbledFigures,
  healthy,
  NOW,
  noBeat,
  noPortfolio,
  silent,
  viewOf,
  watched,
} from '../helpers/snapshots';

const silentTargets: readonly Place[] = [
  { mode: 'live', env: 'local' },
  { mode: 'shadow', env: 'local' },
];
const shadow: LiveStatusSnapshot = {
  ...silent,
  mode: 'shadow',
  heartbeat: 'fresh',
  heartbeatComponent: 'trader',
  heartbeatAgeMs: 3_000,
};
const dead: LiveStatusSnapshot = { ...healthy, ...noBeat, portfolioAgeMs: 131_000 };
const late: LiveStatusSnapshot = { ...healthy, env: 'local', heartbeatAgeMs: 40_000, portfolioAgeMs: 40_000 };

const messageOf = (
  snapshots: readonly LiveStatusSnapshot[],
  neverReported: readonly Place[] = [],
  details: Partial<TargetFacts> = {},
) =>
  overviewMessage(
    { views: snapshots.map((snapshot) => viewOf(snapshot, details)), neverReported, now: NOW },
    { demo: false, currency: null },
  );
const textOf = (snapshots: readonly LiveStatusSnapshot[], neverReported: readonly Place[] = []) =>
  messageText(messageOf(snapshots, neverReported));
const firstLineOf = (snapshots: readonly LiveStatusSnapshot[], details: Partial<TargetFacts> = {}) =>
  messageText(messageOf(snapshots, [], details)).split('\n')[0];

test('when all live, the first line says so', () => {
  expect(textOf([armed, healthy, shadow])).toMatch(/^🟢 3 traders, all alive\n/);
});

test.each<[readonly LiveStatusSnapshot[], string]>([
  [[armed, dead], '🔴 Down, 1 of 2: paper docker'],
  [[armed, dead, { ...dead, env: 'local' }], '🔴 Down, 2 of 3: paper docker, paper local'],
  [[{ ...armed, ...noBeat, portfolioAgeMs: 131_000 }, healthy], '🔴 Down, 1 of 2: live docker · REAL MONEY'],
  [[{ ...armed, breakerActive: true }, dead], '🔴 Down, 1 of 2: paper docker'],
  [[{ ...armed, breakerActive: true }, late], '⛔ BREAKER ACTIVE, 1 of 2: live docker · REAL MONEY'],
  [[armed, late], '🟡 Late, 1 of 2: paper local'],
  [[late], '🟡 Late: paper local'],
])('the gravest is told in the first line (%#)', (snapshots, first) => {
  expect(firstLineOf(snapshots)).toBe(first);
});

test('one that gives no sign of life, and need not, is not counted', () => {
  expect(firstLineOf([armed, { ...healthy, ...noBeat, ...noPortfolio }])).toBe('🟢 1 trader, alive');
});

test.each<[string, Partial<Incident>, string]>([
  ['open', {}, '🟠 1 trader, alive; open alerts: paper docker'],
  ['acknowledged', { state: 'acknowledged' }, '🟠 1 trader, alive; open alerts: paper docker'],
  ['snoozed', { state: 'snoozed' }, '🟠 1 trader, alive; open alerts: paper docker'],
  ['of the breaker', { rule: 'circuit_breaker' }, '⛔ BREAKER ACTIVE: paper docker'],
])('with an alert that is %s it is not green', (_, changes, first) => {
  const details = { incidents: [{ ...open, rule: 'no_heartbeat', ...changes }] };
  expect(firstLineOf([healthy], details)).toBe(first);
  expect(messageText(messageOf([healthy], [], details))).not.toContain('🟢');
});

test('an alert of one that gives no sign of life, and need not, is not hidden by those that live', () => {
  const quiet = { ...healthy, ...noBeat, ...noPortfolio };
  const details = { incidents: [{ ...open, rule: 'no_heartbeat' }] };
  expect(firstLineOf([armed, quiet], details)).toBe('🟠 Open alerts: paper docker');
  expect(firstLineOf([armed, { ...quiet, breakerActive: true }])).toBe(
    '⛔ BREAKER ACTIVE, 1 of 2: paper docker',
  );
});

test('one that is muted and dead is red all the same', () => {
  const { known } = watched([], {
    target: 'paper:docker',
    muted: true,
    rules: { no_sign_of_life: { state: 'stale' } },
  });
  const text = messageText(messageOf([dead], [], { known, continuousSince: ago(36_000_000) }));
  expect(text).toMatch(/^🔴 Down: paper docker\n/);
  expect(text).toContain('🔕 Muted: no alerts until it recovers.');
});

test('each trader has its heartbeat, trades and balance', () => {
  expect(textOf([healthy])).toContain(
    'paper docker: alive · heartbeat at most 12 s ago\n42 trades today, balance 10,012,345.67',
  );
});

test('a trader that reports a heartbeat alone shows no figure', () => {
  expect(textOf([shadow])).toContain('Trades and balance are not reported');
});

test('a trader whose figures are there and are not understood is not called one that does not report them', () => {
  expect(textOf([{ ...healthy, ...garbledFigures }])).toContain('Trades and balance are not understood');
});

test('The overview distinguishes a trader that sends real orders', () => {
  expect(textOf([armed])).toContain('REAL MONEY');
});

test.each([
  [false, 'Live trading: enabled, not armed. No real orders.'],
  [null, 'Real money: unknown. Nothing in Redis says whether it sends real orders.'],
])('of a live trader whose armed is %s it is said', (liveArmed, words) => {
  expect(textOf([{ ...armed, liveArmed }])).toContain(words);
});

test('of other traders live trading is not spoken of', () => {
  expect(textOf([healthy, shadow])).not.toContain('Live trading');
});

test('The overview names an active circuit breaker in the first line and in the notification', () => {
  const tripped = { ...healthy, breakerActive: true };
  expect(textOf([tripped, armed])).toContain('⛔ BREAKER ACTIVE, 1 of 2: paper docker');
  expect(messageOf([tripped]).text).toBe('Alive: paper docker (BREAKER ACTIVE).');
});

test('those of which Redis holds nothing are named in one line', () => {
  expect(textOf([healthy], silentTargets)).toContain('Nothing reported by live local, shadow local.');
});

test('when nobody reports anything, that is the answer', () => {
  expect(messageOf([], silentTargets).text).toBe(
    'No trader reports anything: Redis holds no data for live local, shadow local.',
  );
});

test('The overview notification names unhealthy traders first', () => {
  expect(messageOf([armed, dead]).text).toBe(
    'paper docker is down: portfolio written at most 2 min ago (no heartbeat now). Alive: live docker (REAL MONEY).',
  );
});

test('the notification speaks of no other trader where there is none', () => {
  expect(messageOf([dead]).text).toBe(
    'paper docker is down: portfolio written at most 2 min ago (no heartbeat now).',
  );
  expect(messageOf([{ ...healthy, ...noBeat, ...noPortfolio }]).text).toBe('No trader gives a sign of life.');
});

test('the name of an env is no markup', () => {
  const message = messageOf([{ ...dead, env: 'my_<!channel>_*x*' }], [{ mode: 'live', env: '<@U1>' }]);
  expect(message.text).toContain('`paper my_&lt;!channel&gt;_*x*` is down');
  expect(JSON.stringify(message)).not.toContain('<@U1>');
});

test('values that could not be understood are counted', () => {
  const problems = [{ key: 'paper:docker:arbitrage:stats:trades_total', what: 'is not a string' }];
  expect(textOf([{ ...healthy, problems }])).toContain('1 value could not be understood.');
});
