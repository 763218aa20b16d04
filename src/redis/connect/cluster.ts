import { Cluster, Command } from 'ioredis';
import type { ClusterRedisConfig } from '../redisConfig';
import { asPong, isRedirection, MovedSlotsError, UnservedSlotsError } from '../replies';
import { withTimeout } from '../timeout';
import type { OnInvalidate, TrackingSubscription } from '../tracking/keyInvalidations';
import { SubscriberGroup } from '../tracking/subscriberGroup';
import {
  type ConnectionListener,
  type ConnectionState,
  infoOf,
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
  readonly commands: RedisCommands;
  private readonly cluster: Cluster;
  private readonly ears = new SubscriberGroup();
  private attempt: Promise<void> | null = null;

  constructor(config: ClusterRedisConfig, watch: ConnectionListener) {
    const cluster = new Cluster(clusterNodes(config), {
      ...clusterOptions(config),
      clusterRetryStrategy: (attempt, reason) => {
        // The one place where ioredis tells of a name that could not be resolved.
        if (reason) watch.trouble(reason);
        return reconnectDelayMs(attempt);
      },
    });
    this.cluster = cluster;
    this.commands = {
      getrange: (key, from, to) =>
        this.send(() => cluster.getrange(key, from, to), 'getrange', key, from, to),
      strlen: (key) => this.send(() => cluster.strlen(key), 'strlen', key),
      hscan: (key, cursor, count) =>
        this.send(() => cluster.hscan(key, cursor, 'COUNT', count), 'hscan', key, cursor, 'COUNT', count),
      hlen: (key) => this.send(() => cluster.hlen(key), 'hlen', key),
      hstrlen: (key, field) => this.send(() => cluster.hstrlen(key, field), 'hstrlen', key, field),
      hmget: (key, fields) => this.send(() => cluster.hmget(key, ...fields), 'hmget', key, ...fields),
      pttl: (key) => this.send(() => cluster.pttl(key), 'pttl', key),
      set: (key, value, px, ttlMs) =>
        this.send(() => cluster.set(key, value, px, ttlMs), 'set', key, value, px, ttlMs),
      eval: (script, keyCount, ...rest) =>
        this.send(() => cluster.eval(script, keyCount, ...rest), 'eval', script, keyCount, ...rest),
      ping: () => this.send(() => cluster.ping(), 'ping').catch(asPong),
    };
    cluster.on('error', (error: Error & { readonly lastNodeError?: Error }) =>
      watch.trouble(error.lastNodeError ?? error),
    );
    cluster.on('node error', (error: Error) => watch.partTrouble(error));
    cluster.on('ready', () => watch.ready());
    cluster.on('close', () => watch.trouble(null));
  }

  /** A master that is cut off from the others stops answering by itself, and one that is back asks them first. */
  readonly leadsTo = null;

  async master(): Promise<null> {
    return null;
  }

  state(): ConnectionState {
    return this.cluster.status === 'ready' ? 'ready' : 'away';
  }

  /**
   * A master that joined since the last command is not known yet, and its keys would be missing: so ask anew. So would be
   * keys that move to a master that has been read already: so each source fails at its end where slots have moved.
   */
  scanSources(): Promise<readonly ScanSource[]> {
    return withTimeout(async () => {
      await this.commands.ping();
      const before = await this.slotOwners();
      return (await this.masters()).map(
        (source): ScanSource =>
          async (cursor, pattern) => {
            const page = await source(cursor, pattern);
            if (page[0] === '0' && (await withTimeout(() => this.slotOwners())) !== before)
              throw new MovedSlotsError('slots moved to another master during a scan');
            return page;
          },
      );
    });
  }

  async infos(sections: readonly string[]): Promise<readonly string[]> {
    await this.commands.ping();
    return Promise.all(this.cluster.nodes('master').map((master) => infoOf(master, sections)));
  }

  /** Lost as soon as any slot is another master's. */
  async follow(prefixes: readonly string[], tell: OnInvalidate): Promise<TrackingSubscription> {
    const before = await withTimeout(async () => {
      await this.masters();
      return this.slotOwners();
    });
    const ears = await this.ears.listen(
      this.cluster.nodes('master').map((redis) => ({ redis, at: null })),
      prefixes,
      tell,
    );
    let hasMoved = false;
    return this.ears.following(ears, {
      isLost: () => hasMoved,
      look: async () => {
        const owners = await withTimeout(() => this.slotOwners());
        hasMoved ||= owners !== before;
      },
    });
  }

  async close(): Promise<void> {
    this.ears.close();
    const closed = this.cluster.nodes().map(waitForEnd);
    this.cluster.disconnect();
    await Promise.all(closed);
  }

  private async masters(): Promise<readonly ScanSource[]> {
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

  /** Which master serves which slots, as one node knows it. */
  private async slotOwners(): Promise<string> {
    const ranges = await this.cluster.cluster('SLOTS');
    return ranges
      .map(([from, to, master]) => `${from}-${to} ${master?.[2]}`)
      .sort()
      .join();
  }

  private send<T>(pipelined: () => Promise<T>, name: string, ...args: (string | number)[]): Promise<T> {
    return withTimeout(() => this.redirected(pipelined, name, args));
  }

  /**
   * A pipeline is redirected as a whole, so while slots move from node to node, ioredis gives up on pipelines in which
   * one key has moved and another has not. Such a command goes again, alone.
   */
  private async redirected<T>(
    pipelined: () => Promise<T>,
    name: string,
    args: (string | number)[],
  ): Promise<T> {
    if (this.cluster.status !== 'ready') await this.nextReady();
    try {
      return await pipelined();
    } catch (error) {
      if (!isRedirection(error)) throw error;
      const command = new Command(name, args, { replyEncoding: 'utf8' });
      this.cluster.sendCommand(command);
      return command.promise;
    }
  }

  /**
   * Throws when this attempt to connect fails. ioredis would wait by itself, but where a slot is served by nobody,
   * it then throws where nothing can catch it.
   */
  private nextReady(): Promise<void> {
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
