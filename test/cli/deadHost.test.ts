import { runArbwatch } from '../helpers/arbwatchProcess';
import { loadRecording } from '../helpers/recording';
import { startCluster, startSentinelGroup } from '../helpers/redisGroups';
import { type SilentServer, startSilentServer } from '../helpers/silentServer';

jest.setTimeout(30_000);

describe('arbwatch watch, where the host that is named first is dead', () => {
  let dead: SilentServer;
  beforeAll(async () => {
    dead = await startSilentServer();
  });
  afterAll(() => dead.stop());

  const at = (url: string): string => url.replace('redis://', '');
  const watch = (env: Readonly<Record<string, string>>) =>
    runArbwatch({ args: ['watch', '--target', 'paper', '--json'], env });

  test('shows what the master holds that the other Sentinel names', async () => {
    const { name, master, sentinel, stop } = await startSentinelGroup();
    await loadRecording(master.client());
    const { code, stdout, stderr } = await watch({
      REDIS_SENTINELS: `${at(dead.url)},${sentinel.host}:${sentinel.port}`,
      REDIS_SENTINEL_NAME: name,
    });
    await stop();
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ tradesTotal: 1287 });
  });

  test('shows what the cluster holds that the other node knows', async () => {
    const { nodes, stop } = await startCluster();
    const [node] = nodes.map(({ host, port }) => `${host}:${port}`);
    const { code, stdout, stderr } = await watch({ REDIS_CLUSTER: `${at(dead.url)},${node}` });
    await stop();
    expect([code, stderr]).toEqual([1, 'There is no paper trader on docker. No trader has been seen yet.\n']);
    expect(JSON.parse(stdout)).toMatchObject({ tradesTotal: null });
  });
});
