import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { BotConfig } from '../config';
import type { Environment } from '../config/sources';
import type { Clock } from '../lib/clock';
import type { Finding } from './finding';
import { localUrl } from './localUrl';

const TIMEOUT_MS = 3_000;
/** As `engines` of package.json. */
const OLDEST_NODE = [20, 19] as const;

export interface HostFacts {
  readonly settings: Environment | null;
  readonly nodeVersion: string | null;
  readonly clock: Clock;
}

/** What this machine gives: the port, the way to the dead-man service, proxies, the zone, and who may act. */
export async function checkHost(
  config: BotConfig,
  { settings, nodeVersion, clock }: HostFacts,
): Promise<Finding[]> {
  const { alerts, roles, timezone } = config;
  const [port, deadman] = await Promise.all([
    checkPort(config),
    alerts?.deadmanPingUrl == null ? [] : checkDeadman(new URL(alerts.deadmanPingUrl)),
  ]);
  const named = roles.operators !== null;
  return [
    { check: 'operators', level: named ? 'ok' : 'warning', is: named ? 'named' : 'nobody' },
    { check: 'zone', level: 'ok', is: 'set', zone: timezone, now: clock.now() },
    ...port,
    ...deadman,
    ...(settings === null ? [] : unusedProxy(settings)),
    ...(nodeVersion === null ? [] : [checkNode(nodeVersion)]),
  ];
}

/** A port that a running arbwatch listens on is not taken by somebody else. */
async function checkPort({ host, port }: BotConfig): Promise<Finding[]> {
  if (port === 0) return [];
  const code = await new Promise<string | null>((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
  if (code === null) return [{ check: 'port', level: 'ok', is: 'free', port }];
  const isOwn =
    code === 'EADDRINUSE' &&
    (await fetch(localUrl(host, port, '/metrics'), { signal: AbortSignal.timeout(TIMEOUT_MS) })
      .then(async (response) => (await response.text()).includes('arbwatch_'))
      .catch(() => false));
  return [
    isOwn
      ? { check: 'port', level: 'ok', is: 'own_bot', port }
      : { check: 'port', level: 'error', is: 'taken', port, code },
  ];
}

/** Connects without a request: a ping would say that all is well. */
async function checkDeadman({ hostname, port, protocol }: URL): Promise<Finding[]> {
  const code = await new Promise<string | null>((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) || (protocol === 'https:' ? 443 : 80) });
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('timed out')));
    socket.once('connect', () => {
      resolve(null);
      socket.destroy();
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
  return [
    code === null
      ? { check: 'deadman', level: 'ok', is: 'reachable', host: hostname }
      : { check: 'deadman', level: 'error', is: 'unreachable', host: hostname, code },
  ];
}

/** Node uses a proxy of the environment only where it is told to, from version 24 on. */
function unusedProxy(env: Environment): Finding[] {
  const variable = ['HTTPS_PROXY', 'https_proxy'].find((name) => (env[name] ?? '') !== '');
  if (variable === undefined || env.NODE_USE_ENV_PROXY === '1') return [];
  return [{ check: 'proxy', level: 'warning', is: 'unused', variable }];
}

function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  return { check: 'node', level: isOld ? 'error' : 'ok', is: isOld ? 'too_old' : 'supported', version };
}
