import { Cluster, Command } from 'ioredis';
import type { ClusterRedisConfig } from './redisConfig';
import {
  type ConnectionState,
  type ConnectionWatch,
  ended,
  type RedisCommands,
  type RedisConnection,
  type ScanSource,
  scanPage,
} from './redisConnection';
import { isRedirection, UnservedSlotsError } from './redisErrors';
import { clusterOptions } from './redisOptions';

const SLOTS = 16384;

/** Connections to the masters of a cluster. They begin at once, and never give up. */
export class ClusterConnection implements RedisConnection {
  readonly commands: RedisCommands;
  private readonly cluster: Cluster;

  constructor(config: ClusterRedisConfig, watch: ConnectionWatch) {
    const nodes = config.nodes.map(({ host, port }) => ({ host, port }));
    const cluster = new Cluster(nodes, clusterOptions(config));
    this.cluster = cluster;
    this.commands = {
      get: (key) => redirected(cluster, cluster.get(key), 'get', [key]),
      hgetall: (key) => redirected(cluster, cluster.hgetall(key), 'hgetall', [key]),
      pttl: (key) => redirected(cluster, cluster.pttl(key), 'pttl', [key]),
      set: (key, value, px, ttlMs) =>
        redirected(cluster, cluster.set(key, value, px, ttlMs), 'set', [key, value, px, ttlMs]),
      eval: (script, keyCount, ...rest) => cluster.eval(script, keyCount, ...rest),
      ping: () => cluster.ping(),
    };
    cluster.on('error', (error: Error & { readonly lastNodeError?: Error }) =>
      watch.trouble(error.lastNodeError ?? error),
    );
    cluster.on('node error', (error: Error) => watch.partTrouble(error));
    cluster.on('ready', () => watch.ready());
    cluster.on('close', () => watch.trouble(null));
  }

  state(): ConnectionState {
    return this.cluster.status === 'ready' ? 'ready' : 'away';
  }

  /** A master that joined since the last command is not known yet, and its keys would be missing: so ask anew. */
  async scanSources(): Promise<readonly ScanSource[]> {
    await this.commands.ping();
    await new Promise<void>((resolve, reject) => {
      this.cluster.refreshSlotsCache((error) => (error ? reject(error) : resolve()));
    });
    const info = await this.cluster.cluster('INFO');
    const served = /^cluster_slots_ok:(\d+)/m.exec(info)?.[1];
    if (Number(served) !== SLOTS) throw new UnservedSlotsError(`${served} of ${SLOTS} slots are served`);
    return this.cluster.nodes('master').map(
      (master): ScanSource =>
        (cursor, pattern) =>
          scanPage(master, cursor, pattern),
    );
  }

  async close(): Promise<void> {
    const closed = this.cluster.nodes().map(ended);
    this.cluster.disconnect();
    await Promise.all(closed);
  }
}

/**
 * A pipeline is redirected as a whole, so while slots move from node to node, ioredis gives up on pipelines in which
 * one key has moved and another has not. Such a command goes again, alone.
 */
const redirected = async <T>(
  cluster: Cluster,
  pipelined: Promise<T>,
  name: string,
  args: (string | number)[],
): Promise<T> => {
  try {
    return await pipelined;
  } catch (error) {
    if (!isRedirection(error)) throw error;
    const command = new Command(name, args, { replyEncoding: 'utf8' });
    cluster.sendCommand(command);
    return command.promise;
  }
};
