import { runArbwatch } from '../../helpers/arbwatchProcess';
import { eventually } from '../../helpers/eventually';
import { createPrivateCa, type NameNoter, type PrivateCa, startNameNoter } from '../../helpers/privateCa';
import { type RedisServer, startRedis } from '../../helpers/redisServer';

jest.setTimeout(40_000);

let ca: PrivateCa;
beforeAll(() => {
  ca = createPrivateCa();
});
afterAll(() => ca.remove());

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** One that speaks TLS alone, at a way to it that notes server names. */
async function startTls(options: Parameters<typeof startRedis>[0] = {}) {
  const server = await startRedis({ ...options, argsFor: (port) => ca.redisArgs(port) });
  stops.push(() => server.stop());
  const noter = await startNameNoter(server.port);
  stops.push(() => noter.stop());
  return { server, noter };
}

const client = (server: RedisServer) =>
  server.client({ host: 'localhost', tls: { rejectUnauthorized: false } });

const watch = (env: Readonly<Record<string, string>>) =>
  runArbwatch({
    args: ['watch', '--target', 'paper', '--json'],
    env: { NODE_EXTRA_CA_CERTS: ca.caFile, ...env },
  });

const named = ({ names }: NameNoter) => [...new Set(names)];

describe('Redis over TLS, with the certificate of a private authority for its name alone', () => {
  test('is read, and called by its name', async () => {
    const { server, noter } = await startTls();
    await client(server).set('paper:docker:arbitrage:stats:trades_total', '12');
    const { code, stdout, stderr } = await watch({ REDIS_URL: `rediss://localhost:${noter.port}` });
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ tradesTotal: 12 });
    expect(named(noter)).toEqual(['localhost']);
  });

  test('is refused without that authority, with the reason', async () => {
    const { noter } = await startTls();
    const { code, stderr } = await watch({
      REDIS_URL: `rediss://localhost:${noter.port}`,
      NODE_EXTRA_CA_CERTS: '',
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/certificate/);
  });

  test('is called by no name where it is named by an address', async () => {
    const { noter } = await startTls();
    await watch({ REDIS_URL: `rediss://127.0.0.1:${noter.port}` });
    expect(named(noter)).toEqual([null]);
  });

  test('is read behind Sentinels, each called by its own name', async () => {
    const { server, noter } = await startTls();
    await client(server).set('paper:docker:arbitrage:stats:trades_total', '12');
    const sentinel = await startTls({
      configFile: [
        'sentinel resolve-hostnames yes',
        'sentinel announce-hostnames yes',
        `sentinel monitor traders localhost ${noter.port} 1`,
      ].join('\n'),
      args: ['--sentinel'],
    });
    const { code, stdout, stderr } = await watch({
      REDIS_SENTINELS: `localhost:${sentinel.noter.port}`,
      REDIS_SENTINEL_NAME: 'traders',
      REDIS_TLS: 'true',
    });
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ tradesTotal: 12 });
    expect(named(sentinel.noter)).toEqual(['localhost']);
    // The Sentinel's own connections ask for no name.
    expect(named(noter)).toContain('localhost');
  });

  test('is read as a cluster that announces names', async () => {
    const { server, noter } = await startTls({
      args: [
        ...['--cluster-enabled', 'yes', '--cluster-announce-hostname', 'localhost'],
        ...['--cluster-preferred-endpoint-type', 'hostname'],
      ],
    });
    const node = client(server);
    await node.config('SET', 'cluster-announce-tls-port', `${noter.port}`);
    await node.cluster('ADDSLOTSRANGE', 0, 16_383);
    await eventually(
      async () => `${await node.call('cluster', 'info')}`.includes('cluster_state:ok'),
      'the cluster is whole',
    );
    await node.set('paper:docker:arbitrage:stats:trades_total', '12');
    const { code, stdout, stderr } = await watch({
      REDIS_CLUSTER: `localhost:${noter.port}`,
      REDIS_TLS: 'true',
    });
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ tradesTotal: 12 });
    expect(named(noter)).toEqual(['localhost']);
  });
});
