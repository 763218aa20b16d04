import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runArbwatch } from '../helpers/arbwatchProcess';

const SECRETS = ['xoxb-1-hush', '0123456789abcdef0123', 'hunter2', 'ping-path'];
const RIGHT = `slack_bot_token: xoxb-1-hush
slack_signing_secret: 0123456789abcdef0123
redis_url: redis://:hunter2@redis.example:7000/2
alert_channel: C0ALERTS
deadman_ping_url: https://ping.example/ping-path
rules: { tuning: { mode: off }, no_heartbeat: { mode: silent } }
`;

describe('arbwatch --check-config, as a process', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'arbwatch-config-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const check = (env: Readonly<Record<string, string>> = {}) =>
    runArbwatch({ args: ['--check-config'], env, cwd: dir });
  const write = (name: string, text: string) => writeFileSync(join(dir, name), text);

  test('says OK and what the bot would do, without any secret, and exits with 0', async () => {
    write('arbwatch.yaml', RIGHT);
    const { code, stdout, stderr } = await check();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^OK: /);
    for (const shown of [
      'arbwatch.yaml',
      'redis.example:7000/2',
      'C0ALERTS',
      'every 15 s',
      'tuning',
      'ping.example',
    ])
      expect(stdout).toContain(shown);
    for (const secret of SECRETS) expect(stdout).not.toContain(secret);
  });

  test('lists every problem of file and environment on stderr, and exits with 2', async () => {
    write('arbwatch.yaml', `${RIGHT}port: x\nalert_chanel: C0\n`);
    const { code, stdout, stderr } = await check({ CHECK_INTERVAL: 'often' });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('The configuration has 3 problems');
    expect(stderr).toContain('arbwatch.yaml:7:7: port: invalid value "x"');
    expect(stderr).toContain('arbwatch.yaml:8:1: alert_chanel: unknown key');
    expect(stderr).toContain('CHECK_INTERVAL: invalid value "often"');
    for (const secret of SECRETS) expect(stderr).not.toContain(secret);
  });

  test('warns of former names, from .env and the file, and exits with 0', async () => {
    write('arbwatch.yaml', `${RIGHT}blind_after: 40\n`);
    write('.env', 'DIGEST_AT=off\n');
    const { code, stdout } = await check();
    expect(code).toBe(0);
    expect(stdout).toContain('Warning: DIGEST_AT was renamed to DIGEST_CRON');
    expect(stdout).toMatch(/Warning: arbwatch\.yaml:7:1: blind_after was renamed to outage_after/);
  });

  test('reads the file that ARBWATCH_CONFIG names, and .env over it', async () => {
    write('other.yaml', RIGHT);
    write('.env', 'ARBWATCH_CONFIG=other.yaml\nALERT_CHANNEL=C0OTHER\n');
    const { code, stdout } = await check();
    expect(code).toBe(0);
    expect(stdout).toContain('C0OTHER');
  });

  test('takes what is empty for not set, so that it hides neither .env nor the file', async () => {
    write('arbwatch.yaml', RIGHT);
    write('.env', 'ALERT_CHANNEL=C0OTHER\nSLACK_BOT_TOKEN=\n');
    const { code, stdout, stderr } = await check({ ALERT_CHANNEL: '', REDIS_URL: ' ' });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('C0OTHER');
    expect(stdout).toContain('redis.example:7000/2');
  });
});
