import type { Cluster, Redis } from 'ioredis';
import { SessionCache } from '../../../../src/monitors/tuning/cache/sessionCache';
import { findSessions } from '../../../../src/monitors/tuning/sessionFinder';
import type { SessionProgress } from '../../../../src/monitors/tuning/sessionProgress';
import { DEFAULT_TUNING_SETTINGS } from '../../../../src/monitors/tuning/settings';
import { eventually } from '../../../helpers/eventually';
import {
  answers,
  clusterConfig,
  type OpenedState,
  sentinelConfig,
  stateOpener,
} from '../../../helpers/openedState';
import { startCluster, startSentinelGroup } from '../../../helpers/redisGroups';
import { iterationKey } from '../../../helpers/tuningState';

const ALL = { startsWith: '' };

const open = stateOpener();

const warmOf = (state: OpenedState): SessionCache =>
  new SessionCache({ ...state, log: state.kept.log }, DEFAULT_TUNING_SETTINGS);

const told = (found: readonly SessionProgress[]) => found.map((one) => one.snapshot(null, new Date(0)));

const cold = async ({ store }: OpenedState) => told(await findSessions(store, DEFAULT_TUNING_SETTINGS, ALL));

async function write(client: Redis | Cluster, from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n += 1) await client.hset(iterationKey(n), { status: 'completed' });
}

test('On a cluster, what changed on any master is in the next result', async () => {
  const cluster = await startCluster();
  const client = cluster.client();
  const state = open(clusterConfig(cluster));
  const warm = warmOf(state);
  await write(client, 1, 30);
  expect(told(await warm.find(ALL))).toMatchObject([{ completedIterations: 30 }]);
  for (let n = 31; n <= 60; n += 1) {
    await write(client, n, n);
    expect(told(await warm.find(ALL))).toMatchObject([{ completedIterations: n }]);
  }
  await client.nodes('master')[0]?.flushall();
  expect(told(await warm.find(ALL))).toEqual(await cold(state));
  await cluster.stop();
});

test('Behind a Sentinel, what the new master holds is in the next result', async () => {
  const group = await startSentinelGroup();
  const state = open(sentinelConfig(group));
  const warm = warmOf(state);
  await write(group.master.client(), 1, 5);
  await group.master.client().wait(1, 10_000);
  expect(told(await warm.find(ALL))).toMatchObject([{ completedIterations: 5 }]);
  await group.master.kill();
  await eventually(async () => !(await answers(state)), 'reads fail');
  await eventually(() => answers(state), 'reads go to the new master');
  await write(group.replica.client(), 6, 8);
  expect(told(await warm.find(ALL))).toMatchObject([{ completedIterations: 8 }]);
  await write(group.replica.client(), 9, 9);
  expect(told(await warm.find(ALL))).toEqual(await cold(state));
  await group.stop();
});
