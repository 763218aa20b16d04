import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { createPrivateCa } from '../../../test/helpers/privateCa';
import type { SetUp } from '../setUp';
import { keepAlive, type World } from '../world';

/** One that is unusual, and means what it should. */
export interface ToleratedSetUp {
  readonly name: string;
  readonly right: (world: World) => SetUp | Promise<SetUp>;
  /** Node itself has to be started with it. */
  readonly isOnlyForProcess?: true;
}

/** The same settings from .env, where the environment has none of them. */
const inDotenv =
  (write: (text: string) => string | Buffer) =>
  ({ env }: World): SetUp => {
    const { PORT, ...moved } = env;
    const text = Object.entries(moved).map(([name, value]) => `${name}=${value}`);
    return {
      env: Object.fromEntries(Object.keys(moved).map((name) => [name, undefined])),
      files: { '.env': write(`${text.join('\n')}\n`) },
    };
  };

/** Every one of these works. */
export const TOLERATED: readonly ToleratedSetUp[] = [
  { name: '`.env` with a byte-order mark', right: inDotenv((text) => `\ufeff${text}`) },
  { name: '`.env` in UTF-16', right: inDotenv((text) => Buffer.from(`\ufeff${text}`, 'utf16le')) },
  { name: '`.env` with the line ends of Windows', right: inDotenv((text) => text.replaceAll('\n', '\r\n')) },
  {
    name: '`.env` with quotes and `export`',
    right: inDotenv((text) => text.replaceAll(/^(\w+)=(.*)$/gm, 'export $1="$2"')),
  },
  {
    name: 'quotes that `docker run --env-file` keeps',
    right: ({ env }) => ({
      env: { ALERT_CHANNEL: `"${env.ALERT_CHANNEL}"`, OPERATORS: `'${env.OPERATORS}'` },
    }),
  },
  {
    name: 'a carriage return behind a value',
    right: ({ env }) => ({ env: { REDIS_URL: `${env.REDIS_URL}\r` } }),
  },
  {
    name: '`REDIS_PORT=tcp://…`, as Kubernetes and Docker set it',
    right: () => ({ env: { REDIS_PORT: 'tcp://10.0.0.1:6379' } }),
  },
  {
    name: '`HOST` with the name of the machine, as shells set it',
    right: () => ({ env: { HOST: hostname() } }),
  },
  {
    name: 'a Redis with a certificate of a private authority, and `NODE_EXTRA_CA_CERTS`',
    isOnlyForProcess: true,
    right: async (world) => {
      const ca = createPrivateCa();
      world.after(() => ca.remove());
      const server = await world.startRedis({ argsFor: (port) => ca.redisArgs(port) });
      await keepAlive(server, { tls: { ca: readFileSync(ca.caFile), servername: 'localhost' } });
      return { env: { REDIS_URL: `rediss://localhost:${server.port}`, NODE_EXTRA_CA_CERTS: ca.caFile } };
    },
  },
  { name: 'no time zone, no currency, no ping address', right: () => ({}) },
];
