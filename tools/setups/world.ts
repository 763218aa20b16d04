import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../../sandbox';
import { type RedisServer, type RedisServerOptions, startRedis } from '../../test/helpers/redisServer';

const MANIFEST = join(__dirname, '../../manifest.yml');
/** Those of one case follow it. */
const FIRST_PORT = 16_379;
const WEB_PORT = 18_080;

const HEARTBEAT = 'paper:docker:arbitrage:heartbeat:trader';

/** Slack and Redis in which everything works, to be made wrong in one way after the other. */
export class World {
  private readonly undo: (() => unknown)[] = [];
  private started = 0;
  private readonly scopes: readonly string[];

  /** The addresses of the last web server and of the last Redis of the case: `host:port`. */
  lastWeb = '';
  lastRedis = '';
  /** Of redis-server, such as `7.0.15`. */
  readonly redisVersion =
    /v=(\S+)/.exec(spawnSync('redis-server', ['--version']).stdout.toString())?.[1] ?? '';

  private constructor(
    readonly slack: Sandbox,
    readonly redis: RedisServer,
    /** Of the working directory; empty at the start. */
    readonly tmp: string,
  ) {
    this.scopes = slack.settings.scopes;
  }

  /** On ports that are the same in each run, where they are free, so that what is printed is the same. */
  static async start(): Promise<World> {
    const tmp = mkdtempSync(join(tmpdir(), 'arbwatch-setups-'));
    const [slack, redis] = await Promise.all([
      startSandbox({ manifest: MANIFEST }),
      startRedis({
        port: FIRST_PORT,
        args: ['--appendonly', 'yes', '--repl-diskless-sync-delay', '0'],
      }),
    ]);
    return new World(slack, redis, tmp);
  }

  async stop(): Promise<void> {
    await this.heal();
    await Promise.all([this.slack.stop(), this.redis.stop()]);
    rmSync(this.tmp, { recursive: true, force: true });
  }

  /** Where the shared Redis is: `host:port`. */
  get redisAt(): string {
    return `${this.redis.host}:${this.redis.port}`;
  }

  /** The environment with which everything works. */
  get env(): Readonly<Record<string, string>> {
    return {
      SLACK_API_URL: this.slack.apiUrl,
      SLACK_BOT_TOKEN: this.slack.tokens.bot,
      SLACK_APP_TOKEN: this.slack.tokens.app,
      REDIS_URL: this.redis.url,
      ALERT_CHANNEL: 'C0ALERTS',
      OPERATORS: 'U0OPERATOR',
      PORT: '0',
    };
  }

  /** Undoes what the last case broke, and lets a trader live. */
  async heal(): Promise<void> {
    for (const undo of this.undo.splice(0).reverse()) await undo();
    this.started = 0;
    this.slack.heal();
    this.slack.refuseBlocks([]);
    this.slack.grant(this.scopes);
    this.slack.issueBotTokenOf('A0SANDBOX');
    await this.redis.client().flushall();
    await keepAlive(this.redis);
  }

  /** Is done once the case is over. */
  after(undo: () => unknown): void {
    this.undo.push(undo);
  }

  /** Another Redis, for one case, with a trader in it. */
  async startRedis(options: RedisServerOptions = {}): Promise<RedisServer> {
    this.started += 1;
    const args = [
      ...(options.configFile === undefined ? ['--appendonly', 'yes'] : []),
      ...(options.args ?? []),
    ];
    const server = await startRedis({ ...options, port: FIRST_PORT + this.started, args });
    this.lastRedis = `${server.host}:${server.port}`;
    this.after(() => server.stop());
    return server;
  }

  /** Changes a setting of Redis for one case. */
  async configure(name: string, value: string): Promise<void> {
    const client = this.redis.client();
    const [, before = ''] = (await client.config('GET', name)) as string[];
    await client.config('SET', name, value);
    this.after(() => client.config('SET', name, before));
  }

  /** The address of Redis with this in place of its beginning, such as a user and a password. */
  redisUrl(from: string, to: string): string {
    return this.redis.url.replace(from, to);
  }

  /** A web server for one case; resolves to its address. */
  async startWeb(listener: RequestListener): Promise<string> {
    const server = await listen(createServer(listener), WEB_PORT).catch(() =>
      listen(createServer(listener), 0),
    );
    this.after(() => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    });
    // What is no HTTP is answered, too, and hung up on by whoever sent it.
    server.on('clientError', (_, socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
    this.lastWeb = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    return `http://${this.lastWeb}`;
  }
}

const listen = (server: Server, port: number): Promise<Server> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });

/** A living trader, as far as its heartbeat says. */
export const keepAlive = async (
  redis: RedisServer,
  options: Parameters<RedisServer['client']>[0] = {},
): Promise<void> => {
  await redis.client(options).set(HEARTBEAT, new Date().toISOString().replace('Z', '000'), 'PX', 60_000);
};
