import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runArbwatch, startArbwatch } from '../helpers/arbwatchProcess';
import { builtProgram } from '../helpers/builtProgram';
import { eventually } from '../helpers/eventually';
import { loadRecording } from '../helpers/recording';
import { type RedisServer, startRedis } from '../helpers/redisServer';

jest.setTimeout(30_000);

describe('arbwatch watch, as a process on a real Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
    await loadRecording(redis.client());
  });
  afterAll(() => redis.stop());

  const watch = (line: string, env: Readonly<Record<string, string>> = { REDIS_URL: redis.url }) =>
    runArbwatch({ args: ['watch', ...line.split(' ')], env });

  test('prints the recorded paper trader as one line of JSON', async () => {
    const { code, stdout, stderr } = await watch('--target paper --env docker --json');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({
      tradesTotal: 1287,
      totalBalance: 10012345.67,
      heartbeatComponent: 'trader',
      problems: [],
    });
  });

  test('prints the recorded session, 10 of 10 by three workers', async () => {
    const { stdout } = await watch(
      '--target tuning --session-id d28-demo-session --total-iterations 10 --json',
    );
    expect(JSON.parse(stdout)).toMatchObject({
      completedIterations: 10,
      progressPct: 100,
      workers: { length: 3 },
    });
  });

  test('finds Redis by REDIS_HOST and REDIS_PORT, as the trading system does', async () => {
    const { stdout } = await watch('--target live --json', {
      REDIS_HOST: redis.host,
      REDIS_PORT: `${redis.port}`,
    });
    expect(JSON.parse(stdout)).toMatchObject({ liveArmed: true });
  });

  test('ends with 1 when Redis is away, with the reason on stderr', async () => {
    const { code, stdout, stderr } = await watch('--target paper --json', {
      REDIS_URL: 'redis://:hunter2@127.0.0.1:1',
    });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^The traders' state cannot be read: .*ECONNREFUSED/);
    expect(stderr).not.toContain('hunter2');
  });

  test('with --interval repeats until Ctrl-C, and ends with 0', async () => {
    const running = startArbwatch({
      args: ['watch', '--target', 'paper', '--interval', '0.05', '--json'],
      env: { REDIS_URL: redis.url },
    });
    await eventually(() => running.stdout().split('\n').length > 3, 'three readings were printed');
    running.child.kill('SIGINT');
    expect(await running.ended()).toBe(0);
    for (const line of running.stdout().trim().split('\n')) expect(JSON.parse(line).tradesTotal).toBe(1287);
  });

  test('with --interval scans the keyspace once for a session, however often it looks', async () => {
    const scans = async (): Promise<number> =>
      Number(/cmdstat_scan:calls=(\d+)/.exec(await redis.client().info('commandstats'))?.[1] ?? 0);
    const before = await scans();
    const running = startArbwatch({
      args: [
        'watch',
        '--target',
        'tuning',
        '--session-id',
        'd28-demo-session',
        '--interval',
        '0.05',
        '--json',
      ],
      env: { REDIS_URL: redis.url },
    });
    await eventually(() => running.stdout().split('\n').length > 5, 'five readings were printed');
    running.child.kill('SIGINT');
    await running.ended();
    expect((await scans()) - before).toBe(1);
  });

  test('ends quietly when nobody reads it any more', async () => {
    const running = startArbwatch({
      args: ['watch', '--target', 'paper', '--interval', '0.05'],
      env: { REDIS_URL: redis.url },
    });
    await running.says('1,287');
    running.child.stdout?.destroy();
    expect(await running.ended()).toBe(0);
    expect(running.stderr()).toBe('');
  });

  test('redraws in place on a real terminal', async () => {
    const line = `${process.execPath} ${builtProgram()} watch --target paper --interval 0.05`;
    const dir = mkdtempSync(join(tmpdir(), 'arbwatch-'));
    const child = spawn('script', ['-qfec', line, '/dev/null'], {
      cwd: dir,
      env: { PATH: process.env.PATH, REDIS_URL: redis.url, TERM: 'xterm' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk.toString()));
    await eventually(() => out.join('').split('\u001b[0J').length > 2, 'the screen was redrawn twice');
    child.kill('SIGTERM');
    await once(child, 'close');
    rmSync(dir, { recursive: true });
    const [first = '', second] = out.join('').split('\u001b[0J');
    expect(first.split('\u001b[').at(-1)).toMatch(/^\d+F$/);
    expect(second).toContain('1,287');
  });
});
