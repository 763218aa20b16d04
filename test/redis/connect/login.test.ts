import { inspect } from 'node:util';
import { eventually } from '../../helpers/eventually';
import { answers, failureOf, singleConfig, stateOpener } from '../../helpers/openedState';
import { type RedisServer, startRedis } from '../../helpers/redisServer';

const RIGHT = 'open-sesame-7f3a';
const WRONG = 'open-barley-9c1d';

const open = stateOpener();
let server: RedisServer;

beforeAll(async () => {
  server = await startRedis({ password: RIGHT });
  await server.client().set('a', '1');
});
afterAll(() => server.stop());

test('The right password can read', async () => {
  expect(await open(singleConfig(server, { password: RIGHT })).store.string('a')).toBe('1');
});

test('A user other than the default one can read', async () => {
  await server.client().acl('SETUSER', 'bot', 'on', `>${RIGHT}`, '~*', '+@read', '+ping', '+info');
  const { store } = open(singleConfig(server, { username: 'bot', password: RIGHT }));
  expect(await store.string('a')).toBe('1');
});

test('A wrong password is rejected', async () => {
  const { store } = open(singleConfig(server, { password: WRONG }));
  expect(await failureOf(store.string('a'))).toMatchObject({
    reason: 'refused',
    message: expect.stringMatching(/^Redis refuses: WRONGPASS/),
  });
});

test('A missing password is rejected', async () => {
  const { store } = open(singleConfig(server));
  expect(await failureOf(store.string('a'))).toMatchObject({
    reason: 'refused',
    message: expect.stringMatching(/^Redis refuses: NOAUTH/),
  });
});

test('A wrong password is reported as refused, not unreachable, while waiting for the next attempt', async () => {
  const { store } = open(singleConfig(server, { password: WRONG }));
  const errors = [];
  for (let i = 0; i < 4; i++) errors.push(await failureOf(store.string('a')));
  expect(errors).toEqual(errors.map(() => expect.objectContaining({ reason: 'refused' })));
});

test('A user without the right to read is rejected', async () => {
  await server.client().acl('SETUSER', 'pinger', 'on', `>${RIGHT}`, '+ping', '+info');
  const { store } = open(singleConfig(server, { username: 'pinger', password: RIGHT }));
  expect(await failureOf(store.string('a'))).toMatchObject({
    reason: 'refused',
    message: expect.stringMatching(/^Redis refuses: NOPERM/),
  });
});

test('A missing database is rejected, and database 0 is not read instead', async () => {
  const { store } = open(singleConfig(server, { password: RIGHT, db: 99 }));
  expect(await failureOf(store.string('a'))).toMatchObject({
    reason: 'refused',
    message: 'Redis refuses: ERR DB index is out of range',
  });
});

test('A database other than 0 can be read', async () => {
  await server.client({ db: 3 }).set('a', 'of 3');
  expect(await open(singleConfig(server, { password: RIGHT, db: 3 })).store.string('a')).toBe('of 3');
});

test('Reads work once the password is changed in Redis', async () => {
  const state = open(singleConfig(server, { username: 'late', password: RIGHT }));
  await failureOf(state.store.ping());
  await server.client().acl('SETUSER', 'late', 'on', `>${RIGHT}`, '~*', '+@all');
  await eventually(() => answers(state), 'Redis answers');
  expect(await state.store.string('a')).toBe('1');
});

test('Neither the error nor the log contains the password', async () => {
  const { store, kept } = open(singleConfig(server, { username: 'bot', password: WRONG }));
  const error = await failureOf(store.string('a'));
  kept.log.error({ err: error }, 'as a caller logs it');
  expect([inspect(error, { depth: 9 }), kept.text()].join('\n')).not.toContain(WRONG);
});

test('The password is removed even from an error in which Redis repeats it', async () => {
  const old = await startRedis({ args: ['--rename-command', 'AUTH', 'LOGIN'] });
  const { store, kept } = open(singleConfig(old, { password: WRONG }));
  const error = await failureOf(store.string('a'));
  await old.stop();
  expect(`${error}`).toContain('unknown command');
  expect(`${error}\n${kept.text()}`).not.toContain(WRONG);
});

test("Redis's own list of clients tells which is the bot", async () => {
  const { store } = open(singleConfig(server, { password: RIGHT }));
  await store.ping();
  expect(await server.client().client('LIST')).toContain('name=arbwatch');
});
