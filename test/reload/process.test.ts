import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../../sandbox';
import { startArbwatch } from '../helpers/arbwatchProcess';
import { MANIFEST, slackEnv } from '../helpers/botUnderTest';
import { eventually } from '../helpers/eventually';

jest.setTimeout(30_000);

test('The bot as a process reloads on SIGHUP, tells of it, and logs no secret of either file', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'arbwatch-reload-'));
  const file = join(dir, 'arbwatch.yaml');
  const put = (text: string): void => {
    writeFileSync(`${file}~`, `check_interval: 1\n${text}`);
    renameSync(`${file}~`, file);
  };
  const webhook = (key: string) => `webhooks: { pd: { type: pagerduty, routing_key: ${key} } }\n`;
  put(webhook('R1SECRETKEYOFTHETEAM'));
  const sandbox = await startSandbox({ manifest: MANIFEST });
  const env = {
    ...slackEnv(sandbox, 'socket'),
    ...{ REDIS_URL: 'memory:', PORT: '0', ALERT_CHANNEL: 'C0ALERTS', LOG_LEVEL: 'trace', STALE_AFTER: '90' },
  };
  const bot = startArbwatch({ env, cwd: dir });
  const said = () => sandbox.world.messagesIn('C0ALERTS').map(({ text }) => text);
  try {
    await bot.says('connected to Slack');
    await bot.says('generation 1 is active');
    put(webhook('not a key'));
    bot.child.kill('SIGHUP');
    await bot.says('configuration refused');
    put(`${webhook('R2SECRETKEYOFTHETEAM')}flapping: { within: 30m }\n`);
    bot.child.kill('SIGHUP');
    await bot.says('configuration reloaded');
    await eventually(() => said().some((text) => text.includes('secret changed')), 'it is announced');
    expect(said().join('\n')).toContain('Configuration refused: 1 problem');
    expect(said().join('\n')).toContain('not set → `30m`');
    bot.child.kill('SIGTERM');
    expect(await bot.ended()).toBe(0);
    expect(bot.stdout() + bot.stderr() + said().join()).not.toContain('SECRETKEYOFTHETEAM');
  } finally {
    bot.child.kill('SIGKILL');
    await sandbox.stop();
    rmSync(dir, { recursive: true });
  }
});
