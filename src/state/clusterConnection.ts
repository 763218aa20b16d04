import { Cluster } from 'ioredis';
import type { ClusterRedisConfig } from './redisConfig';
import {
  type ConnectionState,
  type ConnectionWatch,
  disconnected,
  type RedisConnection,
  type ScanSource,
  scanPage,
} from './redisConnection';
import { UnservedSlotsError } from './redisErrors';
import { clusterOptions } from './redisOptions';

const SLOTS = 16384;

/** Connections to the masters of a cluster. They begin at once, and never give up. */
export class ClusterConnection implements RedisConnection {
  readonly commands: Cluster;

  constructor(config: ClusterRedisConfig, watch: ConnectionWatch) {
    const nodes = config.nodes.map(({ host, port }) => ({ host, port }));
    const cluster = new Cluster(nodes, clusterOptions(config));
    this.commands = cluster;
    cluster.on('error', (error: Error & { readonly lastNodeError?: Error }) =>
      watch.trouble(error.lastNodeError ?? error),
    );
    cluster.on('node error', (error: Error) => watch.partTrouble(error));
    cluster.on('ready', () => watch.ready());
    cluster.on('close', () => watch.trouble(null));
  }

  state(): ConnectionState {
    return this.commands.status === 'ready' ? 'ready' : 'away';
  }

  /** A master that joined since the last command is not known yet, and its keys would be missing: so ask anew. */
  async scanSources(): Promise<readonly ScanSource[]> {
    await this.commands.ping();
    await new Promise<void>((resolve, reject) => {
      this.commands.refreshSlotsCache((error) => (error ? reject(error) : resolve()));
    });
    const info = await this.commands.cluster('INFO');
    const served = /^cluster_slots_ok:(\d+)/m.exec(info)?.[1];
    if (Number(served) !== SLOTS) throw new UnservedSlotsError(`${served} of ${SLOTS} slots are served`);
    return this.commands.nodes('master').map(
      (master): ScanSource =>
        (cursor, pattern) =>
          scanPage(master, cursor, pattern),
    );
  }

  close(): Promise<void> {
    return disconnected(this.commands);
  }
}
