import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster, type Redis } from 'ioredis';
import { eventually } from './eventually';
import { type RedisServer, type RedisServerOptions, startRedis } from './redisServer';

export interface GroupOptions {
  readonly password?: string;
  /** Further arguments of every redis-server that holds data. */
  readonly args?: readonly string[];
}

/** One master, one replica and one Sentinel that watches them. */
export interface SentinelGroup {
  /** What the Sentinel calls the master. */
  readonly name: string;
  readonly master: RedisServer;
  readonly replica: RedisServer;
  readonly sentinel: RedisServer;
  stop(): Promise<void>;
}

/** Starts them; resolves when the Sentinel knows the replica, so that a failover can happen. */
export const startSentinelGroup = async (options: GroupOptions = {}): Promise<SentinelGroup> => {
  const name = 'traders';
  const { args = [] } = options;
  const master = await startRedis({ ...options, args: ['--repl-diskless-sync-delay', '0', ...args] });
  const replica = await startRedis({
    ...options,
    args: ['--replicaof', `${master.host} ${master.port}`, ...args],
  });
  const sentinel = await startRedis({
    configFile: [
      `sentinel monitor ${name} ${master.host} ${master.port} 1`,
      `sentinel down-after-milliseconds ${name} 500`,
      `sentinel failover-timeout ${name} 2000`,
      ...(options.password ? [`sentinel auth-pass ${name} ${options.password}`] : []),
    ].join('\n'),
    args: ['--sentinel'],
  });
  const asked = sentinel.client();
  await eventually(async () => {
    const replicas = await asked.call('sentinel', 'replicas', name);
    return (
      Array.isArray(replicas) && replicas.length === 1 && `${replicas}`.includes('master-link-status,ok')
    );
  }, 'the Sentinel knows a replica that is in step');
  asked.disconnect();
  return { name, master, replica, sentinel, stop: () => stopAll([sentinel, replica, master]) };
};

/** Three masters that share the slots of a cluster. */
export interface RedisCluster {
  readonly nodes: readonly RedisServer[];
  /** A client to prepare and look with; stop() closes it. */
  client(): Cluster;
  /** Takes the slot of `key` from its master. Resolves when none of the nodes counts it as served. */
  unserve(key: string): Promise<void>;
  /** A fourth master joins, and takes the slot of `key` (which is not to exist). Resolves when all know of it. */
  join(key: string): Promise<RedisServer>;
  stop(): Promise<void>;
}

const SLOTS = 16384;

/** Starts them; resolves when every node takes the cluster to be whole. */
export const startCluster = async (options: GroupOptions = {}): Promise<RedisCluster> => {
  const nodes = await Promise.all([0, 1, 2].map(() => startRedis(clusterNode(options))));
  const joined: RedisServer[] = [];
  const clients = nodes.map((node) => node.client());
  await Promise.all(
    clients.map((client, i) => {
      const from = Math.floor((i * SLOTS) / nodes.length);
      const to = Math.floor(((i + 1) * SLOTS) / nodes.length) - 1;
      return client.cluster('ADDSLOTSRANGE', from, to);
    }),
  );
  const [first] = clients;
  for (const node of nodes)
    await first?.call('cluster', 'meet', node.host, node.port, node.port + BUS_OFFSET);
  await eventually(() => know(clients, 3), 'the three nodes form a cluster');
  for (const client of clients) client.disconnect();
  const opened: Cluster[] = [];
  return {
    nodes,
    client: () => {
      const auth = options.password ? { password: options.password } : {};
      const client = new Cluster(
        nodes.map(({ host, port }) => ({ host, port })),
        { enableAutoPipelining: true, redisOptions: { disconnectTimeout: 100, ...auth } },
      );
      client.on('error', () => undefined);
      opened.push(client);
      return client;
    },
    unserve: async (key) => {
      const all = nodes.map((node) => node.client());
      const slot = (await all[0]?.cluster('KEYSLOT', key)) ?? 0;
      // A ping that its master had sent already gives the slot back to the others: once is not always enough.
      await eventually(async () => {
        for (const node of all) await node.cluster('DELSLOTS', slot).catch(() => undefined);
        await sleep(100);
        const infos = await Promise.all(all.map((node) => node.call('cluster', 'info')));
        return infos.every((info) => `${info}`.includes(`cluster_slots_assigned:${SLOTS - 1}`));
      }, 'nobody serves the slot');
      for (const node of all) node.disconnect();
    },
    join: async (key) => {
      const node = await startRedis(clusterNode(options));
      joined.push(node);
      const others = nodes.map((other) => other.client());
      for (const other of others)
        await other.call('cluster', 'meet', node.host, node.port, node.port + BUS_OFFSET);
      const all = [...others, node.client()];
      const newcomer = node.client();
      const slot = await newcomer.cluster('KEYSLOT', key);
      await eventually(() => know(all, 4), 'all know the fourth master');
      for (const other of all) await other.cluster('DELSLOTS', slot).catch(() => undefined);
      await newcomer.cluster('ADDSLOTS', slot);
      await newcomer.call('cluster', 'bumpepoch');
      await eventually(async () => {
        const owners = await Promise.all(all.map((other) => other.call('cluster', 'slots')));
        return owners.every((slots) => ownerOf(slot, slots) === node.port);
      }, 'all know whose the slot is');
      return node;
    },
    stop: () => {
      for (const client of opened) client.disconnect();
      return stopAll([...nodes, ...joined]);
    },
  };
};

/** Whether all of them take the cluster to be whole, and to have so many nodes. */
const know = async (clients: readonly Redis[], count: number): Promise<boolean> => {
  const infos = await Promise.all(clients.map((client) => client.call('cluster', 'info')));
  return infos.every((info) =>
    new RegExp(`cluster_state:ok.*cluster_known_nodes:${count}`, 's').test(`${info}`),
  );
};

/** The port of a slot's master by the reply to CLUSTER SLOTS. */
const ownerOf = (slot: number, slots: unknown): number | null => {
  const ranges = Array.isArray(slots) ? slots : [];
  return ranges.find(([from, to]) => from <= slot && slot <= to)?.[2]?.[1] ?? null;
};

/** Redis's own default: the bus is 10000 above the port. */
const BUS_OFFSET = 10000;

const clusterNode = (options: GroupOptions): RedisServerOptions => ({
  ...options,
  args: ['--cluster-enabled', 'yes', '--cluster-node-timeout', '1000', ...(options.args ?? [])],
});

const stopAll = async (servers: readonly RedisServer[]): Promise<void> => {
  await Promise.all(servers.map((server) => server.stop()));
};
