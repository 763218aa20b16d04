import { ControlMonitor } from '../../../src/monitors/live/controls';
import { MemoryStore } from '../../../src/state/stores/memoryStore';
import { settableClock } from '../../helpers/clock';
import { keptLog } from '../../helpers/log';
import { singleConfig, stateOpener } from '../../helpers/openedState';
import { recommendedAcl } from '../../helpers/recommendedAcl';
import { startRedis } from '../../helpers/redisServer';

const KEY = { env: 'production', runId: 'run-1', key: 'v2:production:run-1:control:state' };
const PANIC = {
  mode: 'PANIC',
  symbol_blacklist: ['BTC/KRW'],
  updated_at_utc: '2026-11-22T07:59:00.123456+00:00',
  updated_by: 'risk',
  reason: 'loss limit',
};

function monitoring() {
  const clock = settableClock('2026-11-22T08:00:00Z');
  const store = new MemoryStore(clock);
  const { log, lines } = keptLog();
  return { clock, store, lines, monitor: new ControlMonitor({ store, clock, log }) };
}

/** What is read of a key that holds this text. */
async function readOf(text: string) {
  const { store, monitor } = monitoring();
  store.set(KEY.key, text, 3_600_000);
  await monitor.seed([KEY]);
  const states = await monitor.observe();
  return { states, problems: monitor.problems() };
}

test('A control state is read whole', async () => {
  expect(await readOf(JSON.stringify(PANIC))).toEqual({
    states: [
      {
        ...{ env: 'production', runId: 'run-1', mode: 'PANIC', symbolBlacklist: ['BTC/KRW'] },
        updatedAt: new Date('2026-11-22T07:59:00.123Z'),
        ...{ updatedBy: 'risk', reason: 'loss limit', expiresInMs: 3_600_000 },
      },
    ],
    problems: [],
  });
});

test('A field that a control state lacks is not reported, and is no problem', async () => {
  expect(await readOf('{"mode":"PAUSED"}')).toMatchObject({
    states: [{ mode: 'PAUSED', symbolBlacklist: [], updatedAt: null, updatedBy: null, reason: null }],
    problems: [],
  });
});

test.each([
  ['no JSON', '{"mode":'],
  ['a number', '5'],
  ['no mode', '{}'],
  ['a mode that nobody knows', '{"mode":"HALTED"}'],
  ['a text without an end', `"${'x'.repeat(200_000)}"`],
])('%s is a problem, and no control state', async (_, text) => {
  const { states, problems } = await readOf(text);
  expect(states).toEqual([]);
  expect(problems).toMatchObject([{ key: KEY.key }]);
});

test('A field that cannot be parsed is a problem, and hides no PANIC', async () => {
  const { states, problems } = await readOf(
    JSON.stringify({
      mode: 'PANIC',
      symbol_blacklist: 'BTC',
      updated_at_utc: 'now',
      updated_by: 7,
      reason: {},
    }),
  );
  expect(states).toMatchObject([{ mode: 'PANIC', symbolBlacklist: [], updatedAt: null, updatedBy: null }]);
  expect(problems.map(({ what }) => what.split(' ')[1]).sort()).toEqual([
    '"reason"',
    '"symbol_blacklist"',
    '"updated_at_utc"',
    '"updated_by"',
  ]);
});

test('A key of another type is a problem that is logged once', async () => {
  const { store, monitor, lines } = monitoring();
  store.setHash(KEY.key, { mode: 'PANIC' });
  await monitor.seed([KEY]);
  for (let n = 0; n < 3; n++) expect(await monitor.observe()).toEqual([]);
  expect(monitor.problems()).toEqual([{ key: KEY.key, what: 'is not a string' }]);
  expect(lines()).toHaveLength(1);
});

test('Of very many runs, those in PANIC and the newest are read', async () => {
  const { store, monitor, lines } = monitoring();
  const keys = Array.from({ length: 300 }, (_, n) => ({
    ...KEY,
    runId: `${n}`,
    key: `v2:production:${n}:control:state`,
  }));
  keys.forEach(({ key }, n) => {
    store.set(key, JSON.stringify({ mode: n === 7 ? 'PANIC' : 'RUNNING' }), 1_000_000 + n);
  });
  await monitor.seed(keys);
  const runs = (await monitor.observe())?.map(({ runId }) => runId) ?? [];
  expect([runs.length, runs[0], runs[1], runs.at(-1)]).toEqual([50, '7', '299', '251']);
  expect(lines()).toMatchObject([{ leftOut: 250 }]);
});

describe('With a real Redis', () => {
  const open = stateOpener();

  test('a user who may not read control states is logged once, and its other reads succeed', async () => {
    const server = await startRedis();
    const client = server.client();
    await client.set(KEY.key, JSON.stringify(PANIC));
    await client.call('ACL', 'SETUSER', 'old', 'on', '>open-sesame', '%R~live:*', '+@read', '+ping', '+info');
    const { store, clock, kept } = open(singleConfig(server, { username: 'old', password: 'open-sesame' }));
    const monitor = new ControlMonitor({ store, clock, log: kept.log });
    await store.ping();
    await monitor.seed([KEY]);
    for (let n = 0; n < 3; n++) expect(await monitor.observe()).toBeNull();
    expect(await store.string('live:docker:arbitrage:stats:live_enabled')).toBeNull();
    const told = kept.lines().filter(({ msg }) => msg.includes('%R~v2:*:control:state'));
    expect(told).toHaveLength(1);
    await client.call('ACL', 'SETUSER', 'old', '%R~v2:*:control:state');
    clock.advance(10 * 60_000);
    expect(await monitor.observe()).toMatchObject([{ mode: 'PANIC', expiresInMs: null }]);
    await server.stop();
  });

  test('a user with the rights of docs/security.md can read them, and no other key of v2', async () => {
    const server = await startRedis();
    const client = server.client();
    await client.set(KEY.key, JSON.stringify(PANIC));
    await client.set('v2:production:run-1:secrets', 'x');
    await client.call('ACL', 'SETUSER', ...recommendedAcl());
    const { store, clock, kept } = open(singleConfig(server, { username: 'arbwatch', password: 'least' }));
    const monitor = new ControlMonitor({ store, clock, log: kept.log });
    await monitor.seed([KEY]);
    expect(await monitor.observe()).toMatchObject([{ mode: 'PANIC' }]);
    await expect(store.string('v2:production:run-1:secrets')).rejects.toMatchObject({ reason: 'refused' });
    await server.stop();
  });
});
