import { failureOf, singleConfig, stateOpener } from '../../helpers/openedState';
import { type RedisServer, startRedis } from '../../helpers/redisServer';

const open = stateOpener();
let server: RedisServer;

beforeEach(async () => {
  server = await startRedis();
});
afterEach(() => server.stop());

test('Closing ends the connection', async () => {
  const state = open(singleConfig(server));
  await state.store.ping();
  await state.close();
  expect(await server.client().client('LIST')).not.toContain('name=arbwatch');
});

test('Closing resolves while Redis is down', async () => {
  await server.kill();
  const state = open(singleConfig(server));
  await failureOf(state.store.ping());
  await expect(state.close()).resolves.toBeUndefined();
});

test('Closing resolves while Redis hangs, and pending reads fail', async () => {
  const state = open(singleConfig(server));
  await state.store.ping();
  server.pause();
  const read = failureOf(state.store.string('a'));
  await expect(state.close()).resolves.toBeUndefined();
  expect(await read).toMatchObject({ name: 'StateUnavailableError' });
});

test('Closing resolves before the connection was ever made', async () => {
  await expect(open(singleConfig(server)).close()).resolves.toBeUndefined();
});

test('Closing twice does no harm', async () => {
  const state = open(singleConfig(server));
  await state.close();
  await expect(state.close()).resolves.toBeUndefined();
});

test('Reads after closing fail', async () => {
  const state = open(singleConfig(server));
  await state.close();
  expect(await failureOf(state.store.string('a'))).toMatchObject({ reason: 'unreachable' });
});

test('Closing is not logged as an outage', async () => {
  const state = open(singleConfig(server));
  await state.store.ping();
  const read = state.store.string('a').catch(() => null);
  await state.close();
  await read;
  expect(state.kept.lines()).toEqual([]);
});
