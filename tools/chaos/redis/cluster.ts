import { Cluster } from 'ioredis';
import { eventually } from '../../../test/helpers/eventually';
import { startCluster } from '../../../test/helpers/redisGroups';
import type { RedisServer } from '../../../test/helpers/redisServer';
import { REDIS_PASSWORD } from '../settings';
import { CLIENT, type LabClient, type RedisUnderFault, retrySoon, SERVER_ARGS } from './fixture';
import {
  asked,
  emptiedForMs,
  fullForMs,
  hungForMs,
  killedForMs,
  pausedForMs,
  sleptForMs,
} from './serverFaults';

/** Slots 3300, 7365 and 15495: one of each node's third. */
const TAGS = ['lab:{b}', 'lab:{c}', 'lab:{a}'];

/** Three masters, of which any may be lost. */
export async function startClusterOfThree(): Promise<RedisUnderFault> {
  const cluster = await startCluster({ password: REDIS_PASSWORD, args: SERVER_ARGS });
  const { nodes } = cluster;
  const opened: LabClient[] = [];
  const onNode = (pick: number, act: (node: RedisServer) => Promise<void>): Promise<void> => {
    const node = nodes[Math.floor(pick * nodes.length)];
    if (node === undefined) throw new Error(`no node for ${pick}`);
    return act(node);
  };
  return {
    env: { REDIS_CLUSTER: nodes.map(({ host, port }) => `${host}:${port}`).join(','), REDIS_PASSWORD },
    probeKeys: TAGS.map((tag) => `${tag}:probe`),
    client: () => {
      const client = new Cluster(
        nodes.map(({ host, port }) => ({ host, port })),
        {
          enableOfflineQueue: false,
          enableReadyCheck: false,
          slotsRefreshTimeout: 800,
          retryDelayOnClusterDown: 0,
          clusterRetryStrategy: retrySoon,
          redisOptions: { ...CLIENT, enableReadyCheck: false, password: REDIS_PASSWORD },
        },
      );
      client.on('error', () => undefined);
      opened.push(client);
      return client;
    },
    faults: {
      'a node killed, back with its data': (forMs, pick) => onNode(pick, (node) => killedForMs(node, forMs)),
      'a node killed, back without its data': (forMs, pick) =>
        onNode(pick, (node) => emptiedForMs(node, forMs)),
      'a node hangs': (forMs, pick) => onNode(pick, (node) => hungForMs(node, forMs)),
      'CLIENT PAUSE ALL': (forMs, pick) => onNode(pick, (node) => pausedForMs(node, 'ALL', forMs)),
      'CLIENT PAUSE WRITE': (forMs, pick) => onNode(pick, (node) => pausedForMs(node, 'WRITE', forMs)),
      'DEBUG SLEEP': (forMs, pick) => onNode(pick, (node) => sleptForMs(node, forMs)),
      'memory full': (forMs, pick) => onNode(pick, (node) => fullForMs(node, forMs)),
    },
    wipe: async () => {
      await eventually(async () => {
        const infos = await Promise.all(
          nodes.map((node) => asked(node, (client) => client.call('cluster', 'info'))),
        );
        return infos.every((info) => `${info}`.includes('cluster_state:ok'));
      }, 'the cluster is whole');
      await Promise.all(nodes.map((node) => asked(node, (client) => client.flushall())));
    },
    stop: async () => {
      for (const client of opened) client.disconnect();
      await cluster.stop();
    },
  };
}
