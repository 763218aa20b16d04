import { eventually } from '../../helpers/eventually';
import { answers, failureOf, sentinelConfig, singleConfig, stateOpener } from '../../helpers/openedState';
import { type SentinelGroup, startSentinelGroup } from '../../helpers/redisGroups';

const PASSWORD = 'open-sesame-7f3a';
const SESSION = { mode: 'paper', env: 'docker', sessionId: 'S' } as const;

const open = stateOpener();
let group: SentinelGroup;

beforeEach(async () => {
  group = await startSentinelGroup({ password: PASSWORD });
});
afterEach(() => group.stop());

test('With every Sentinel down, reads fail, and closing resolves', async () => {
  await group.sentinel.kill();
  const state = open(sentinelConfig(group, { password: PASSWORD }));
  expect(await failureOf(state.store.ping())).toMatchObject({ reason: 'unreachable' });
  await expect(state.close()).resolves.toBeUndefined();
});

test('Reads and writes go to the master that the Sentinel names, and to the next one when it is killed', async () => {
  const state = open(sentinelConfig(group, { password: PASSWORD }));
  const master = group.master.client();
  await master.set('a', '1');
  await state.botStore.rememberTuningTotal(SESSION, 500);
  await master.set('copied', 'to the replica');
  await master.wait(1, 10_000);

  await group.master.kill();
  await eventually(async () => !(await answers(state)), 'reads fail');
  await eventually(() => answers(state), 'reads go to the new master');

  expect(await state.store.string('a')).toBe('1');
  expect(await state.botStore.tuningTotal(SESSION)).toBe(500);
  await state.botStore.rememberTuningTotal(SESSION, 800);
  expect(await group.replica.client().get('{arbwatch}:tuning-total:docker:paper:S')).toBe('800');
});

test('A master that hangs is left for the one that takes over, though its connection never closes', async () => {
  const state = open(sentinelConfig(group, { password: PASSWORD }));
  await group.master.client().set('a', '1');
  await group.master.client().wait(1, 10_000);
  await state.store.ping();
  group.master.pause();
  await failureOf(state.store.ping());
  await eventually(() => answers(state), 'reads go to the new master');
  expect(await state.store.string('a')).toBe('1');
});

test('A master that was replaced while it hung, and does not know it yet, is left at once', async () => {
  const state = open(sentinelConfig(group, { password: PASSWORD }));
  const old = group.master.client();
  await old.set('a', 'old');
  await old.wait(1, 10_000);
  await eventually(async () => (await state.store.string('a')) === 'old', 'the master is read');
  group.master.pause();
  const asked = group.sentinel.client();
  const master = async () => asked.call('sentinel', 'get-master-addr-by-name', group.name);
  await eventually(
    async () => `${await master()}`.endsWith(`${group.replica.port}`),
    'the replica is the master',
  );
  group.master.resume();
  await group.replica.client().set('a', 'new');
  const read = () => state.store.string('a').catch(() => null);
  await eventually(async () => (await read()) === 'new', 'the new master is read');
  expect((await old.role())[0]).toBe('master');
});

/** As a failover of which nothing is told. */
const nameTheReplica = async (): Promise<void> => {
  const sentinel = group.sentinel.client();
  await group.replica.client().replicaof('NO', 'ONE');
  await sentinel.call('sentinel', 'remove', group.name);
  const { host, port } = group.replica;
  await sentinel.call('sentinel', 'monitor', group.name, host, port, '1');
  await sentinel.call('sentinel', 'set', group.name, 'auth-pass', PASSWORD);
};

test('A verified read names the master that it comes from', async () => {
  const { store, verifiedReads } = open(sentinelConfig(group, { password: PASSWORD }));
  await group.master.client().set('a', '1');
  expect(await verifiedReads.verifiedRead(() => store.string('a'))).toEqual({
    value: '1',
    source: `${group.master.host}:${group.master.port}`,
  });
});

test('A verified read rejects what comes from a master that the Sentinel no longer names, and leaves that master', async () => {
  const { store, verifiedReads } = open(sentinelConfig(group, { password: PASSWORD }));
  await group.master.client().set('a', 'old');
  await group.master.client().wait(1, 10_000);
  await verifiedReads.verifiedRead(() => store.string('a'));
  await nameTheReplica();
  await group.replica.client().set('a', 'new');
  const readings = new Set<string>();
  await eventually(async () => {
    const read = await verifiedReads.verifiedRead(() => store.string('a')).catch(() => null);
    readings.add(`${read?.value} from ${read?.source}`);
    return read?.value === 'new';
  }, 'the new master is read');
  readings.delete('undefined from undefined');
  expect([...readings]).toEqual([`new from ${group.replica.host}:${group.replica.port}`]);
});

test('A verified read fails when no Sentinel replies', async () => {
  const { store, verifiedReads } = open(sentinelConfig(group, { password: PASSWORD }));
  await verifiedReads.verifiedRead(() => store.ping());
  await group.sentinel.kill();
  const error = await failureOf(verifiedReads.verifiedRead(() => store.ping()));
  expect(error).toMatchObject({
    name: 'StateUnavailableError',
    message: expect.stringContaining('0 of 1 Sentinels say where the master is'),
  });
  await expect(store.ping()).resolves.toBeUndefined();
});

test('A write that meets a demoted master goes to the one that took over', async () => {
  const state = open(sentinelConfig(group, { password: PASSWORD }));
  await state.store.ping();
  const [old, next] = [group.master.client(), group.replica.client()];
  await next.replicaof('NO', 'ONE');
  await old.replicaof(group.replica.host, group.replica.port);
  await group.sentinel.client().call('sentinel', 'remove', group.name);
  await group.sentinel
    .client()
    .call('sentinel', 'monitor', group.name, group.replica.host, group.replica.port, '1');
  await state.botStore.rememberTuningTotal(SESSION, 500);
  expect(await next.get('{arbwatch}:tuning-total:docker:paper:S')).toBe('500');
});

test('A write to a permanent replica is rejected', async () => {
  const { botStore, store } = open(singleConfig(group.replica, { password: PASSWORD }));
  await store.ping();
  expect(await failureOf(botStore.rememberTuningTotal(SESSION, 500))).toMatchObject({
    reason: 'read_only',
    message: expect.stringMatching(/^Redis refuses writes: it is a read-only replica: READONLY/),
  });
});

test('A master name that the Sentinel does not know is reported', async () => {
  const { store } = open(sentinelConfig(group, { name: 'nobody' }));
  expect(await failureOf(store.ping())).toMatchObject({
    reason: 'unreachable',
    message: expect.stringContaining('No such master with that name'),
  });
});

test("A wrong password of the master's is reported as refused, whatever the Sentinels say", async () => {
  const { store, kept } = open(sentinelConfig(group, { password: 'open-barley-9c1d' }));
  const errors = [];
  for (let i = 0; i < 4; i++) errors.push(await failureOf(store.ping()));
  expect(errors).toEqual(errors.map(() => expect.objectContaining({ reason: 'refused' })));
  expect(kept.lines()).toMatchObject([{ reason: 'refused' }]);
});
