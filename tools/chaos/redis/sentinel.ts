import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { eventually } from '../../../test/helpers/eventually';
import { type SentinelGroup, startSentinelGroup } from '../../../test/helpers/redisGroups';
import type { RedisServer } from '../../../test/helpers/redisServer';
import { REDIS_PASSWORD } from '../settings';
import { CLIENT, type LabClient, type RedisUnderFault, retrySoon, SERVER_ARGS } from './fixture';
import { asked, fullForMs, hungForMs, killedForMs, pausedForMs, sleptForMs } from './serverFaults';

/** The replica is cut off for so long before the master is killed, in ms. Sentinel promotes none that lagged for 5 s. */
const LAG_MS = { from: 1_000, to: 3_500 } as const;

/** A Sentinel demotes a replaced master after 10 s; where it was disturbed (TILT), 30 s later. In ms. */
const DEMOTED_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 200;

/** A master, a replica and a Sentinel; who is the master changes. */
export async function startSentinel(): Promise<RedisUnderFault> {
  const group = await startSentinelGroup({ password: REDIS_PASSWORD, args: SERVER_ARGS });
  const opened: LabClient[] = [];
  const onMaster = async (act: (master: RedisServer, replica: RedisServer) => Promise<void>) => {
    const [master, replica] = await rolesIn(group);
    await act(master, replica);
  };
  return {
    env: {
      REDIS_SENTINELS: `${group.sentinel.host}:${group.sentinel.port}`,
      REDIS_SENTINEL_NAME: group.name,
      REDIS_PASSWORD,
    },
    probeKeys: ['lab:probe'],
    client: () => {
      const client = new Redis({
        ...CLIENT,
        name: group.name,
        sentinels: [{ host: group.sentinel.host, port: group.sentinel.port }],
        password: REDIS_PASSWORD,
        retryStrategy: retrySoon,
        sentinelRetryStrategy: retrySoon,
        reconnectOnError: (error) => error.message.startsWith('READONLY'),
      });
      client.on('error', () => undefined);
      opened.push(client);
      return client;
    },
    faults: {
      'master killed, failover': (forMs) => onMaster((master) => killedForMs(master, forMs)),
      'master hangs, failover': (forMs) => onMaster((master) => hungForMs(master, forMs)),
      'master killed, failover to a replica that lagged': (forMs, pick) =>
        onMaster((master, replica) => laggingFailover(master, replica, forMs, pick)),
      'failover by hand, master alive': () => onMaster((master) => failoverByHand(group, master)),
      'CLIENT PAUSE ALL': (forMs) => onMaster((master) => pausedForMs(master, 'ALL', forMs)),
      'CLIENT PAUSE WRITE': (forMs) => onMaster((master) => pausedForMs(master, 'WRITE', forMs)),
      'DEBUG SLEEP': (forMs) => onMaster((master) => sleptForMs(master, forMs)),
      'memory full': (forMs) => onMaster((master) => fullForMs(master, forMs)),
    },
    wipe: async () => {
      await eventually(() => isInStep(group), 'the Sentinel knows a replica that is in step');
      await onMaster((master) => asked(master, async (client) => void (await client.flushall())));
    },
    stop: async () => {
      for (const client of opened) client.disconnect();
      await group.stop();
    },
  };
}

/** The replica cannot follow for a while; then the master is killed, and is back after so long. */
async function laggingFailover(
  master: RedisServer,
  replica: RedisServer,
  forMs: number,
  pick: number,
): Promise<void> {
  await asked(replica, async (client) => {
    await client.config('SET', 'masterauth', 'not-this-one');
    await client.call('CLIENT', 'KILL', 'TYPE', 'master');
  });
  await sleep(LAG_MS.from + pick * (LAG_MS.to - LAG_MS.from));
  await killedForMs(master, forMs);
  await asked(replica, (client) => client.config('SET', 'masterauth', REDIS_PASSWORD));
}

/** Over once the replaced master is demoted, some 10 s later: till then who is connected to it goes on writing to it. */
async function failoverByHand({ name, sentinel }: SentinelGroup, master: RedisServer): Promise<void> {
  await asked(sentinel, (client) => client.call('sentinel', 'failover', name));
  for (let waitedMs = 0; waitedMs < DEMOTED_WITHIN_MS; waitedMs += LOOK_EVERY_MS) {
    if ((await asked(master, (client) => client.role()))[0] === 'slave') return;
    await sleep(LOOK_EVERY_MS);
  }
  throw new Error('The replaced master was not demoted');
}

/** The master and the replica, according to the Sentinel. */
async function rolesIn({ name, master, replica, sentinel }: SentinelGroup) {
  const address = await asked(sentinel, (client) => client.call('sentinel', 'get-master-addr-by-name', name));
  const port = Array.isArray(address) ? Number(address[1]) : master.port;
  return port === master.port ? ([master, replica] as const) : ([replica, master] as const);
}

async function isInStep(group: SentinelGroup): Promise<boolean> {
  const { name, sentinel } = group;
  const replicas = `${await asked(sentinel, (client) => client.call('sentinel', 'replicas', name))}`;
  if (!replicas.includes('master-link-status,ok') || /s_down|o_down/.test(replicas)) return false;
  const [master] = await rolesIn(group);
  const roles = await Promise.all(
    [group.master, group.replica].map((server) => asked(server, (client) => client.role())),
  );
  const [first, second] = roles.map(([role]) => role);
  return master === group.master
    ? first === 'master' && second === 'slave'
    : first === 'slave' && second === 'master';
}
