import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../sandbox';
import {
  type ArbwatchProcess,
  type ProcessOptions,
  runArbwatch,
  startArbwatch,
} from './helpers/arbwatchProcess';
import { MANIFEST, slackEnv } from './helpers/botUnderTest';
import { type SilentServer, startSilentServer } from './helpers/silentServer';

jest.setTimeout(30_000);

describe('The bot as a process', () => {
  let sandbox: Sandbox;
  let silentRedis: SilentServer;
  const processes: ArbwatchProcess[] = [];

  beforeAll(async () => {
    silentRedis = await startSilentServer();
  });
  beforeEach(async () => {
    sandbox = await startSandbox({ manifest: MANIFEST });
  });
  afterEach(async () => {
    for (const { child } of processes.splice(0)) child.kill('SIGKILL');
    await sandbox.stop();
  });
  afterAll(() => silentRedis.stop());

  const start = (options: ProcessOptions = {}): ArbwatchProcess => {
    const env = { ...slackEnv(sandbox, 'socket'), REDIS_URL: 'memory:', PORT: '0', ...options.env };
    const started = startArbwatch({ ...options, env });
    processes.push(started);
    return started;
  };

  test.each(['SIGTERM', 'SIGINT'] as const)('ends with 0 on %s, and leaves no connection', async (signal) => {
    const bot = start();
    await bot.says('connected to Slack');
    bot.child.kill(signal);
    expect(await bot.ended()).toBe(0);
    await sandbox.until(() => sandbox.connections === 0);
    expect(bot.stdout()).toContain('"msg":"stopped"');
  });

  /** A command that is acked too late, by a lost connection, and whose answer Slack takes after `delayMs`. */
  const commandUnderWay = async (bot: ArbwatchProcess, delayMs: number): Promise<void> => {
    await bot.says('connected to Slack');
    sandbox.fail('response_url', { delayMs });
    void sandbox.command('/arb-status', '', { user: 'operator', channel: 'ops' });
    await sandbox.until(() => sandbox.journal.envelopes('slash_commands').length > 0);
    sandbox.dropConnections();
    await bot.says('falling back to response_url');
  };

  test('finishes a command that is in flight before it ends', async () => {
    const bot = start({ env: { REDIS_URL: silentRedis.url } });
    await commandUnderWay(bot, 300);
    bot.child.kill('SIGTERM');
    expect(await bot.ended()).toBe(0);
    sandbox.heal();
    expect(sandbox.seenBy('operator', 'ops').at(-1)?.shown).toContain('Redis answers too slowly');
  });

  test('ends at once on a second signal', async () => {
    const bot = start({ env: { REDIS_URL: silentRedis.url } });
    await commandUnderWay(bot, 60_000);
    bot.child.kill('SIGTERM');
    await bot.says('"msg":"stopping"');
    bot.child.kill('SIGTERM');
    expect(await bot.ended()).toBe(130);
    sandbox.heal();
  });

  test('logs one JSON object a line, with no token in any', async () => {
    const bot = start({ env: { LOG_LEVEL: 'debug' } });
    await bot.says('connected to Slack');
    await sandbox.command('/arb-status', 'paper', { user: 'operator', channel: 'ops' });
    bot.child.kill('SIGTERM');
    await bot.ended();
    const lines = bot.stdout().trim().split('\n');
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: expect.any(Number) });
    for (const secret of Object.values(sandbox.tokens)) expect(bot.stdout()).not.toContain(secret);
    expect(bot.stdout()).not.toMatch(/\/commands\/T/);
    expect(bot.stderr()).toBe('');
  });

  test('with a token that Slack refuses ends with 1, and names the variable', async () => {
    const bot = start({ env: { SLACK_BOT_TOKEN: 'xoxb-refused' } });
    expect(await bot.ended()).toBe(1);
    expect(bot.stderr()).toMatch(/^Slack refused SLACK_BOT_TOKEN \(invalid_auth\)/);
    expect(bot.stderr()).not.toContain('    at ');
  });

  test('on a port that is taken ends with 1, and names the variable', async () => {
    const bot = start({ env: { PORT: new URL(sandbox.url).port } });
    expect(await bot.ended()).toBe(1);
    expect(bot.stderr()).toMatch(/^PORT \d+ of 127\.0\.0\.1 is taken/);
  });
});

describe('A process with a wrong configuration', () => {
  test('ends with 2 and shows every problem on stderr, and no secret', async () => {
    const env = {
      SLACK_BOT_TOKEN: 'wrong-hunter2',
      PORT: 'x',
      REDIS_URL: 'redis://:hunter2@h/x',
      TUNING_TIMEZONE: 'Mars',
    };
    const { code, stdout, stderr } = await runArbwatch({ env });
    expect([code, stdout]).toEqual([2, '']);
    for (const name of [...Object.keys(env), 'SLACK_SIGNING_SECRET']) expect(stderr).toContain(`${name}: `);
    expect(stderr).toMatch(/^The configuration has 5 problems:/);
    expect(stderr).not.toContain('hunter2');
  });
});

describe('A process in a directory with a .env', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'arbwatch-env-'));
    await writeFile(
      join(dir, '.env'),
      '# of the operator\nREDIS_URL="memory:"\nCURRENCY=KRW\nLOG_LEVEL=loud\n',
    );
  });
  afterAll(() => rm(dir, { recursive: true }));

  test('reads it', async () => {
    const { code, stderr } = await runArbwatch({ args: ['watch'], cwd: dir });
    expect(code).toBe(2);
    expect(stderr).toContain('LOG_LEVEL: invalid value "loud"');
  });

  test('lets the environment come first', async () => {
    const { code, stdout } = await runArbwatch({
      args: ['watch', '--target', 'live', '--json'],
      cwd: dir,
      env: { LOG_LEVEL: 'info' },
    });
    // There is none in an empty Redis.
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ mode: 'live', heartbeat: 'absent' });
  });
});

describe('Words', () => {
  test('that arbwatch does not know end it with 2, with what is wrong on stderr', async () => {
    const { code, stdout, stderr } = await runArbwatch({ args: ['wacth'] });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain("unknown command 'wacth'\n(Did you mean watch?)");
  });

  test('that ask for help show the usage and end with 0', async () => {
    const { code, stdout, stderr } = await runArbwatch({ args: ['watch', '--help'] });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Usage: arbwatch watch');
  });
});

test('With no Slack configured it runs in its sandbox, and ends on SIGTERM', async () => {
  const demo = startArbwatch({ env: { NODE_ENV: 'development' }, isFromSource: true });
  await demo.says('arbwatch runs in its sandbox');
  demo.child.kill('SIGTERM');
  expect(await demo.ended()).toBe(0);
});

test('Where npm has left out what runs TypeScript, npm start says so in one line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'arbwatch-start-'));
  copyFileSync(join(__dirname, '../tools/start.mjs'), join(folder, 'start.mjs'));
  const { status, stderr } = spawnSync(process.execPath, [join(folder, 'start.mjs')], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect(status).toBe(1);
  expect(stderr.trim().split('\n')).toEqual([expect.stringContaining('npm ci --include=dev')]);
});
