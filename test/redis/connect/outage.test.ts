import type { Stores } from '../../../src/storage/connect';
import { eventually } from '../../helpers/eventually';
import { answers, failureOf, singleConfig, stateOpener } from '../../helpers/openedState';
import { type RedisServer, startRedis } from '../../helpers/redisServer';

const NOON = new Date('2026-11-22T12:00:00Z');
const LATER = new Date('2026-11-22T12:14:00Z');

const open = stateOpener();
let server: RedisServer;

beforeEach(async () => {
  server = await startRedis();
});
afterEach(() => server.stop());

const scanned = async ({ store }: Stores): Promise<string[]> => {
  const found: string[] = [];
  for await (const keys of store.scan('*')) found.push(...keys);
  return found;
};

describe('While Redis is down from the start', () => {
  beforeEach(() => server.kill());

  test('connecting throws nothing, and every read fails with unreachable', async () => {
    const state = open(singleConfig(server));
    const { store } = state;
    const reads = [store.string('a'), store.hash('a'), store.ttlMs('a'), store.ping(), scanned(state)];
    const reasons = (await Promise.all(reads.map(failureOf))).map((error) => ({ error }));
    expect(reasons).toEqual(reads.map(() => ({ error: expect.objectContaining({ reason: 'unreachable' }) })));
  });

  test('reads and writes of stored tuning totals fail with unreachable', async () => {
    const { botStore } = open(singleConfig(server));
    const session = { mode: 'paper', env: 'docker', sessionId: 'S' } as const;
    expect(await failureOf(botStore.tuningTotal(session))).toMatchObject({ reason: 'unreachable' });
    expect(await failureOf(botStore.rememberTuningTotal(session, 5))).toMatchObject({
      reason: 'unreachable',
    });
  });

  test('the error contains the error of the connection', async () => {
    const error = await failureOf(open(singleConfig(server)).store.ping());
    expect(error).toMatchObject({
      message: `Redis cannot be reached: connect ECONNREFUSED 127.0.0.1:${server.port}`,
    });
  });

  test('a host name that cannot be resolved is reported as unreachable', async () => {
    const { store } = open(singleConfig(server, { host: 'redis.invalid' }));
    expect(await failureOf(store.ping())).toMatchObject({ reason: 'unreachable' });
  });

  test('reads work once Redis has started', async () => {
    const state = open(singleConfig(server));
    await failureOf(state.store.ping());
    await server.restart();
    await server.client().set('a', '1');
    await eventually(() => answers(state), 'Redis answers');
    expect(await state.store.string('a')).toBe('1');
  });
});

describe('When Redis is killed', () => {
  test('each failed read says since when Redis is unavailable', async () => {
    const state = open(singleConfig(server));
    await state.store.ping();
    state.clock.set(NOON);
    await server.kill();
    await eventually(async () => !(await answers(state)), 'reads fail');
    state.clock.set(LATER);
    expect(await failureOf(state.store.string('a'))).toMatchObject({ reason: 'unreachable', since: NOON });
  });

  test('it is unavailable since the connection was lost, even if nothing was read', async () => {
    const state = open(singleConfig(server));
    await state.store.ping();
    state.clock.set(NOON);
    await server.kill();
    await eventually(() => state.kept.lines().length > 0, 'the loss was seen');
    state.clock.set(LATER);
    expect(await failureOf(state.store.string('a'))).toMatchObject({ since: NOON });
  });

  test('reads work when it is back, and the next outage has its own start', async () => {
    const state = open(singleConfig(server));
    await state.store.ping();
    state.clock.set(NOON);
    await server.kill();
    await eventually(async () => !(await answers(state)), 'reads fail');
    await server.restart();
    await eventually(() => answers(state), 'Redis answers');
    state.clock.set(LATER);
    await server.kill();
    expect(await failureOf(state.store.string('a'))).toMatchObject({ since: LATER });
  });

  test('a connection that is cut between reads fails none of them', async () => {
    const { store } = open(singleConfig(server));
    await store.ping();
    await server.client().call('client', 'kill', 'type', 'normal', 'skipme', 'yes');
    await expect(store.string('a')).resolves.toBeNull();
  });

  test('a scan that loses its connection fails, because it would miss keys on the next Redis', async () => {
    const { store } = open(singleConfig(server));
    const client = server.client();
    await Promise.all(Array.from({ length: 20_000 }, (_, i) => client.set(`k:${i}`, '1')));
    const scan = store.scan('*')[Symbol.asyncIterator]();
    await scan.next();
    await client.call('client', 'kill', 'type', 'normal', 'skipme', 'yes');
    const rest = (async () => {
      while (!(await scan.next()).done);
    })();
    expect(await failureOf(rest)).toMatchObject({ reason: 'unreachable' });
  });

  test('one line is logged when it becomes unavailable, and one when it is available again', async () => {
    const state = open(singleConfig(server));
    await state.store.ping();
    await server.kill();
    for (let i = 0; i < 3; i++) await failureOf(state.store.string('a'));
    await server.restart();
    await eventually(() => answers(state), 'Redis answers');
    expect(state.kept.lines()).toMatchObject([
      { level: 40, reason: 'unreachable', msg: expect.stringMatching(/^Redis cannot be reached/) },
      { level: 30, msg: 'Redis is available again' },
    ]);
  });
});

describe('While Redis hangs', () => {
  afterEach(() => server.resume());

  test('every read times out, and reports that Redis is slow', async () => {
    const state = open(singleConfig(server));
    const { store } = state;
    await store.ping();
    server.pause();
    const reads = [store.string('a'), store.hash('a'), store.ttlMs('a'), store.ping(), scanned(state)];
    const reasons = await Promise.all(reads.map(failureOf));
    expect(reasons).toEqual(reads.map(() => expect.objectContaining({ reason: 'slow' })));
  });

  test('a read that starts while another hangs times out, too', async () => {
    const { store } = open(singleConfig(server));
    await store.ping();
    server.pause();
    const first = failureOf(store.string('a'));
    await new Promise((resolve) => setImmediate(resolve));
    const second = failureOf(store.string('b'));
    expect(await Promise.all([first, second])).toMatchObject([{ reason: 'slow' }, { reason: 'slow' }]);
  });

  test('a Redis that hangs before its first reply is slow, too', async () => {
    server.pause();
    expect(await failureOf(open(singleConfig(server)).store.ping())).toMatchObject({ reason: 'slow' });
  });

  test('it is unavailable since the first failed read, with scans and new connections in between', async () => {
    const state = open(singleConfig(server));
    await state.store.ping();
    server.pause();
    state.clock.set(NOON);
    await failureOf(state.store.string('a'));
    state.clock.set(LATER);
    for (let i = 0; i < 2; i++) await failureOf(scanned(state));
    const hungLongEnoughForANewConnection = await failureOf(state.store.string('a'));
    expect(hungLongEnoughForANewConnection).toMatchObject({ reason: 'slow', since: NOON });
  });

  test('reads work when it continues', async () => {
    const state = open(singleConfig(server));
    await server.client().set('a', '1');
    server.pause();
    await failureOf(state.store.ping());
    server.resume();
    await eventually(() => answers(state), 'Redis answers');
    expect(await state.store.string('a')).toBe('1');
  });
});

test('A Redis that is loading its data is reported as loading', async () => {
  const client = server.client();
  await Promise.all(Array.from({ length: 2000 }, (_, i) => client.set(`k:${i}`, '1')));
  await client.save();
  await server.restart(['--key-load-delay', '3000', '--loading-process-events-interval-bytes', '1024']);
  const error = await failureOf(open(singleConfig(server)).store.ping());
  expect(error).toMatchObject({ reason: 'loading' });
});

test('A Redis that is busy with a script is reported as loading', async () => {
  const client = server.client();
  await client.config('SET', 'busy-reply-threshold', '1');
  const state = open(singleConfig(server));
  await state.store.ping();
  const endless = client.eval('while true do end', 0);
  endless.catch(() => undefined);
  await eventually(async () => !(await answers(state)), 'the script keeps Redis busy');
  expect(await failureOf(state.store.string('a'))).toMatchObject({ reason: 'loading' });
});
