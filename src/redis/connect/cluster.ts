import { Cluster } from 'ioredis';
import type { ClusterRedisConfig } from '../redisConfig';
import { asPong, isRedirection, MovedSlotsError, SlotsNotCoveredError } from '../replies';
import { withTimeout } from '../timeout';
import type { OnInvalidate, TrackingSubscription } from '../tracking/keyInvalidations';
import { SubscriberGroup } from '../tracking/subscriberGroup';
import {
  type ConnectionListener,
  type ConnectionState,
  infoOf,
  type RedisCommand,
  type RedisCommands,
  type RedisConnection,
  type ScanSource,
  scanPage,
  waitForEnd,
} from './connection';
import { clusterNodes, clusterOptions, reconnectDelayMs } from './options';

const SLOTS = 16384;

/** Connections to the masters of a cluster. They begin at once, and never give up. */
export class ClusterConnection implements RedisConnection {
  private readonly cluster: Cluster;
  private readonly subscribers = new SubscriberGroup();
  private attempt: Promise<void> | null = null;

  constructor(config: ClusterRedisConfig, listener: ConnectionListener) {
    const cluster = new Cluster(clusterNodes(config), {
      ...clusterOptions(config),
      clusterRetryStrategy: (attempt, reason) => {
        // The one place where ioredis gives a name that could not be resolved.
        if (reason) listener.onConnectionError(reason);
        return reconnectDelayMs(attempt);
      },
    });
    this.cluster = cluster;
    cluster.on('error', (error: Error & { readonly lastNodeError?: Error }) =>
      listener.onConnectionError(error.lastNodeError ?? error),
    );
    cluster.on('node error', (error: Error) => listener.onNodeError(error));
    cluster.on('ready', () => listener.onReady());
    cluster.on('close', () => listener.onConnectionError(null));
  }

  run<T>(command: RedisCommand<T>): Promise<T> {
    return withTimeout(async () => {
      if (this.cluster.status !== 'ready') await this.whenReady();
      try {
        return await command(this.cluster);
      } catch (error) {
        if (!isRedirection(error)) throw error;
        return this.retryRedirected(command);
      }
    });
  }

  /** A master that is cut off from the others stops answering by itself, and one that is back asks them first. */
  readonly masterAddress = null;

  async verifyMaster(): Promise<null> {
    return null;
  }

  state(): ConnectionState {
    return this.cluster.status === 'ready' ? 'ready' : 'disconnected';
  }

  /**
   * A master that joined since the last command is not known yet, and its keys would be missing: so ask anew. So would be
   * keys that move to a master that has been read already: so each source fails at its end where slots have moved.
   */
  scanSources(): Promise<readonly ScanSource[]> {
    return withTimeout(async () => {
      await this.refreshMasters();
      const before = await this.slotOwners();
      return this.cluster.nodes('master').map(
        (master): ScanSource =>
          async (cursor, pattern) => {
            const page = await scanPage(master, cursor, pattern);
            if (page[0] === '0' && (await withTimeout(() => this.slotOwners())) !== before)
              throw new MovedSlotsError('slots moved to another master during a scan');
            return page;
          },
      );
    });
  }

  async infos(sections: readonly string[]): Promise<readonly string[]> {
    await this.ping();
    return Promise.all(this.cluster.nodes('master').map((master) => infoOf(master, sections)));
  }

  /** Broken as soon as any slot is served by another master. */
  async track(prefixes: readonly string[], onInvalidate: OnInvalidate): Promise<TrackingSubscription> {
    const before = await withTimeout(async () => {
      await this.refreshMasters();
      return this.slotOwners();
    });
    let hasMoved = false;
    const targets = this.cluster.nodes('master').map((redis) => ({ redis, at: null }));
    const { subscription } = await this.subscribers.open(targets, prefixes, onInvalidate, {
      isBroken: () => hasMoved,
      refresh: async () => {
        const owners = await withTimeout(() => this.slotOwners());
        hasMoved ||= owners !== before;
      },
    });
    return subscription;
  }

  async close(): Promise<void> {
    this.subscribers.close();
    const closed = this.cluster.nodes().map(waitForEnd);
    this.cluster.disconnect();
    await Promise.all(closed);
  }

  private ping(): Promise<unknown> {
    return this.run((redis) => redis.ping()).catch(asPong);
  }

  /** Learns of all masters there are now. Throws SlotsNotCoveredError where some keys are served by none. */
  private async refreshMasters(): Promise<void> {
    await this.ping();
    await new Promise<void>((resolve, reject) => {
      this.cluster.refreshSlotsCache((error) => (error ? reject(error) : resolve()));
    });
    const info = await this.cluster.cluster('INFO');
    const served = /^cluster_slots_ok:(\d+)/m.exec(info)?.[1];
    if (Number(served) !== SLOTS) throw new SlotsNotCoveredError(`${served} of ${SLOTS} slots are served`);
  }

  /** Which master serves which slots, as one node knows it. */
  private async slotOwners(): Promise<string> {
    const ranges = await this.cluster.cluster('SLOTS');
    return ranges
      .map(([from, to, master]) => `${from}-${to} ${master?.[2]}`)
      .sort()
      .join();
  }

  /**
   * ioredis redirects an automatic pipeline as a whole, and so gives up on one in which some keys have moved and others
   * have not. A pipeline of one command is redirected as it should. Until https://github.com/redis/ioredis/issues/2075.
   */
  private async retryRedirected<T>(command: RedisCommand<T>): Promise<T> {
    const pipeline = this.cluster.pipeline();
    void command(pipeline as unknown as RedisCommands);
    const [[error, value] = []] = (await pipeline.exec()) ?? [];
    if (error) throw error;
    return value as T;
  }

  /**
   * Throws when this attempt to connect fails. ioredis would wait by itself, but where a slot is served by no node, its
   * automatic pipelining (`slots[…].join` in 6.0.0, not reported upstream) then throws where nothing can catch it.
   */
  private whenReady(): Promise<void> {
    this.attempt ??= new Promise<void>((resolve, reject) => {
      const settle = (then: () => void) => () => {
        this.cluster.off('ready', ready).off('close', closed);
        this.attempt = null;
        then();
      };
      const ready = settle(resolve);
      const closed = settle(() => reject(new Error('no node of the cluster can be reached')));
      this.cluster.on('ready', ready).on('close', closed);
    });
    return this.attempt;
  }
}
