import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis, type RedisOptions } from 'ioredis';

export interface RedisServerOptions {
  readonly password?: string;
  /** The port where it is free; unless given, some free one. */
  readonly port?: number;
  /** Further arguments of redis-server, e.g. `['--maxmemory', '10mb']`; the last of the same name wins. */
  readonly args?: readonly string[];
  /** Arguments that need to know the port. */
  readonly argsFor?: (port: number) => readonly string[];
  /** A configuration file by its text, as a Sentinel needs. Written anew at each start. */
  readonly configFile?: string;
}

type ClientOptions = Omit<RedisOptions, 'replyMapping'>;

/** A real redis-server of a test's own: on a free port of 127.0.0.1, in its own directory, with nothing kept on disk. */
export interface RedisServer {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  readonly dir: string;
  /** A client to prepare and look with; stop() closes it. */
  client(options?: ClientOptions): Redis;
  /** Ends it for good, and everything that came with it. */
  stop(): Promise<void>;
  /** Ends it as a crash does (SIGKILL). */
  kill(): Promise<void>;
  /** Starts it again on the same port, after kill() or while it runs; resolves once it answers, be it -LOADING. */
  restart(args?: readonly string[]): Promise<void>;
  /** It hangs: connections stay open and nothing is answered (SIGSTOP). */
  pause(): void;
  resume(): void;
}

const HOST = '127.0.0.1';
const START_TRIES = 20;

/** Starts one; resolves when it answers. Throws with what it printed when it does not start. */
export const startRedis = async (options: RedisServerOptions = {}): Promise<RedisServer> => {
  const dir = await mkdtemp(join(tmpdir(), 'arbwatch-redis-'));
  for (let tried = 1; ; tried++) {
    const port = (tried === 1 ? options.port : undefined) ?? somePort();
    try {
      return serverOf(await startProcess(dir, port, options), dir, port, options);
    } catch (error) {
      const taken = error instanceof Error && error.message.includes('Address already in use');
      if (taken && tried < START_TRIES) continue;
      await rm(dir, { recursive: true, force: true });
      throw error;
    }
  }
};

/** Below the ports that the system gives to outgoing connections; 10000 is left for a cluster's bus. */
const somePort = (): number => 12000 + Math.floor(Math.random() * 10000);

const serverOf = (
  started: ChildProcess,
  dir: string,
  port: number,
  options: RedisServerOptions,
): RedisServer => {
  let child = started;
  const clients: Redis[] = [];
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  const { password } = options;
  return {
    host: HOST,
    port,
    url: `redis://${password ? `:${encodeURIComponent(password)}@` : ''}${HOST}:${port}`,
    dir,
    client: (clientOptions = {}) => {
      const auth = password ? { password } : {};
      // Short, since ioredis waits it out even where the connection is gone already.
      const client = new Redis({ host: HOST, port, disconnectTimeout: 100, ...auth, ...clientOptions });
      client.on('error', () => undefined);
      clients.push(client);
      return client;
    },
    kill,
    restart: async (args = []) => {
      await kill();
      child = await startProcess(dir, port, { ...options, args: [...(options.args ?? []), ...args] });
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    stop: async () => {
      for (const client of clients) client.disconnect();
      await kill();
      await rm(dir, { recursive: true, force: true });
    },
  };
};

const startProcess = async (
  dir: string,
  port: number,
  options: RedisServerOptions,
): Promise<ChildProcess> => {
  const child = spawn('redis-server', await argumentsOf(dir, port, options), {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  endWithThisProcess(child, dir);
  const printed: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const onOutput = (chunk: Buffer): void => {
      printed.push(chunk.toString());
      if (/Server initialized|Sentinel ID is/.test(printed.join(''))) resolve();
    };
    child.stdout.on('data', onOutput);
    child.stderr.on('data', onOutput);
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`redis-server on port ${port} ended with ${code}, having said:\n${printed.join('')}`)),
    );
  });
  child.stdout.removeAllListeners('data').resume();
  child.stderr.removeAllListeners('data').resume();
  return child;
};

/**
 * Tests that are killed cannot stop their processes: a shell that waits for this process's end does it for them, and
 * removes the directory, if there is one.
 */
export const endWithThisProcess = (child: ChildProcess, dir?: string): void => {
  const waiting = `read _; kill -9 "$0"; ${dir === undefined ? '' : 'rm -rf "$1"'}`;
  const shell = spawn('sh', ['-c', waiting, `${child.pid}`, dir ?? ''], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.once('exit', () => shell.kill('SIGKILL'));
};

const argumentsOf = async (dir: string, port: number, options: RedisServerOptions): Promise<string[]> => {
  const { password, configFile, args = [], argsFor = () => [] } = options;
  const config = join(dir, 'redis.conf');
  await writeFile(config, configFile ?? '');
  const common = ['--port', `${port}`, '--bind', HOST, '--dir', dir];
  const auth = password ? ['--requirepass', password, '--masterauth', password] : [];
  return [config, ...common, '--save', '', '--appendonly', 'no', ...auth, ...args, ...argsFor(port)];
};
