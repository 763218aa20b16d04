import type { Stores } from '../../src/storage/connect';
import { eventually } from '../helpers/eventually';
import { answers, failureOf, singleConfig, stateOpener } from '../helpers/openedState';
import { type RedisServer, startRedis } from '../helpers/redisServer';

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

describe('with Redis down from the start', () => {
  beforeEach(() => server.kill());

  test('opening throws nothing, and every read says that Redis cannot be reached', async () => {
    const state = open(singleConfig(server));
    const { store } = state;
    const reads = [store.string('a'), store.hash('a'), store.ttlMs('a'), store.ping(), scanned(state)];
    const reasons = (await Promise.all(reads.map(failureOf))).map((error) => ({ error }));
    expect(reasons).toEqual(reads.map(() => ({ error: expect.objectContaining({ reason: 'unreachable' }) })));
  });

  test('so do the reads and the writes of what the bot remembers', async () => {
    const { botStore } = open(singleConfig(server));
    const session = { mode: 'paper', env: 'docker', sessionId: 'S' } as const;
    expect(await failureOf(botStore.tuningTotal(session))).toMatchObject({ reason: 'unreachable' });
    expect(await failureOf(botStore.rememberTuningTotal(session, 5))).toMatchObject({
      reason: 'unreachable',
    });
  });

  test('the error says what the connection said', async () => {
    const error = await failureOf(open(singleConfig(server)).store.ping());
    expect(error).toMatchObject({
      message: `Redis cannot be reached: connect ECONNREFUSED 127.0.0.1:${server.port}`,
    });
  });

  test('a name that nobody knows is a Redis that cannot be reached', async () => {
    const { store } = open(singleConfig(server, { host: 'redis.invalid' }));
    expect(await failureOf(store.ping())).toMatchObject({ reason: 'unreachable' });
  });

  test('reads work by themselves once Redis is there', async () => {
    const state = open(singleConfig(server));
    await failureOf(state.store.ping());
    await server.restart();
    await server.client().set('a', '1');
    await eventually(() => answers(state), 'Redis answers');
    expect(await state.store.string('a')).toBe('1');
  });
});

describe('with Redis killed while it is read', () => {
  test('reads say since when it is away, however often they fail', async () => {
    const state = open(singleConfig(server));
    await state.store.ping();
    state.clock.set(NOON);
    await server.kill();
    await eventually(async () => !(await answers(state)), 'reads fail');
    state.clock.set(LATER);
    expect(await failureOf(state.store.string('a'))).toMatchObject({ reason: 'unreachable', since: NOON });
  });

  test('it is away since the connection was lost, though nobody was reading', async () => {
    const state = open(singleConfig(server));
    await state.store.ping();
    state.clock.set(NOON);
    await server.kill();
    await eventually(() => state.kept.lines().length > 0, 'the loss was seen');
    state.clock.set(LATER);
    expect(await failureOf(state.store.string('a'))).toMatchObject({ since: NOON });
  });

  test('reads work by themselves when it is back, and the next outage has a beginning of its own', async () => {
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

  test('a connection that is cut while nobody reads costs no read', async () => {
    const { store } = open(singleConfig(server));
    await store.ping();
    await server.client().call('client', 'kill', 'type', 'normal', 'skipme', 'yes');
    await expect(store.string('a')).resolves.toBeNull();
  });

  test('a scan that loses its connection fails, since it would miss keys on the Redis that comes next', async () => {
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

  test('one line is logged when it goes away and one when it is back', async () => {
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

describe('with a Redis that hangs', () => {
  afterEach(() => server.resume());

  test('every read ends, and says that Redis is slow', async () => {
    const state = open(singleConfig(server));
    const { store } = state;
    await store.ping();
    server.pause();
    const reads = [store.string('a'), store.hash('a'), store.ttlMs('a'), store.ping(), scanned(state)];
    const reasons = await Promise.all(reads.map(failureOf));
    expect(reasons).toEqual(reads.map(() => expect.objectContaining({ reason: 'slow' })));
  });

  test('a read that was asked for while another hangs ends as well', async () => {
    const { store } = open(singleConfig(server));
    await store.ping();
    server.pause();
    const first = failureOf(store.string('a'));
    await new Promise((resolve) => setImmediate(resolve));
    const second = failureOf(store.string('b'));
    expect(await Promise.all([first, second])).toMatchObject([{ reason: 'slow' }, { reason: 'slow' }]);
  });

  test('it is slow too when it hangs before the first word', async () => {
    server.pause();
    expect(await failureOf(open(singleConfig(server)).store.ping())).toMatchObject({ reason: 'slow' });
  });

  test('it is away since the first read that failed, with scans and new connections between', async () => {
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

  test('reads work by themselves when it goes on', async () => {
    const state = open(singleConfig(server));
    await server.client().set('a', '1');
    server.pause();
    await failureOf(state.store.ping());
    server.resume();
    await eventually(() => answers(state), 'Redis answers');
    expect(await state.store.string('a')).toBe('1');
  });
});

test('a Redis that loads its data says so', async () => {
  const client = server.client();
  await Promise.all(Array.from({ length: 2000 }, (_, i) => client.set(`k:${i}`, '1')));
  await client.save();
  await server.restart(['--key-load-delay', '3000', '--loading-process-events-interval-bytes', '1024']);
  const error = await failureOf(open(singleConfig(server)).store.ping());
  expect(error).toMatchObject({ reason: 'loading' });
});

test('a Redis that is busy with a script says so', async () => {
  const client = server.client();
  await client.config('SET', 'busy-reply-threshold', '1');
  const state = open(singleConfig(server));
  await state.store.ping();
  const endless = client.eval('while true do end', 0);
  endless.catch(() => undefined);
  await eventually(async () => !(await answers(state)), 'the script keeps Redis busy');
  expect(await failureOf(state.store.string('a'))).toMatchObject({ reason: 'loading' });
});
