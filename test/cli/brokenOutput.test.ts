import { createServer } from 'node:net';
import { type Sandbox, startSandbox } from '../../sandbox';
import { type ArbwatchProcess, runArbwatch, startArbwatch } from '../helpers/arbwatchProcess';
import { MANIFEST, slackEnv } from '../helpers/botUnderTest';
import { eventually } from '../helpers/eventually';

jest.setTimeout(60_000);

/** A pipe whose reader is gone before the first line, and a disk with no room. */
const CLOSED = '> >(exec true)';
const FULL = '> /dev/full';
const OPERATOR = { user: 'operator', channel: 'ops' };

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

describe('The bot, as a process whose log cannot be written', () => {
  let slack: Sandbox;
  let url: string;
  let bot: ArbwatchProcess;

  const start = async (redirect: string): Promise<void> => {
    slack = await startSandbox({ manifest: MANIFEST });
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const env = { ...slackEnv(slack, 'socket'), REDIS_URL: 'memory:', HOST: '127.0.0.1', PORT: `${port}` };
    bot = startArbwatch({ env: { ...env, LOG_LEVEL: 'debug' }, redirect });
    await slack.until(() => slack.connections === 1, 30_000);
  };
  afterEach(async () => {
    bot.child.kill('SIGKILL');
    await bot.ended();
    await slack.stop();
  });

  const lost = async (kind: string): Promise<number> => {
    const text = await (await fetch(`${url}/metrics`)).text();
    const name = `arbwatch_log_write_errors_total{reason="${kind}"} `;
    return Number(
      text
        .split('\n')
        .find((line) => line.startsWith(name))
        ?.slice(name.length),
    );
  };
  const answered = async (): Promise<void> => {
    const { ack, failure } = await slack.command('/arb-status', 'help', OPERATOR);
    expect([failure, ack?.body]).toEqual([null, expect.objectContaining({ response_type: 'ephemeral' })]);
  };

  test.each([
    ['behind a pipe that nobody reads', CLOSED, 'closed', 'full'],
    ['on a full disk', FULL, 'full', 'closed'],
    ['on a full disk, with its errors', `${FULL} 2>&1`, 'full', 'closed'],
  ])('answers, counts what it lost, and ends as usual: %s', async (_, redirect, kind, otherKind) => {
    await start(redirect);
    await answered();
    const before = await lost(kind);
    expect(before).toBeGreaterThan(1);
    await answered();
    await eventually(async () => (await lost(kind)) > before, 'it goes on counting');
    expect(await lost(otherKind)).toBe(0);
    bot.child.kill('SIGTERM');
    expect(await bot.ended()).toBe(0);
  });
});

describe('What arbwatch ends with where its output cannot be written', () => {
  const watch = ['watch', '--target', 'paper', '--env', 'docker'];

  test('one reading on a full disk is a failure, reported without a stack', async () => {
    const { code, stderr } = await runArbwatch({
      args: watch,
      env: { REDIS_URL: 'memory:' },
      redirect: FULL,
    });
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(
        /^There is no paper trader on docker\..*\nThe output could not be written: ENOSPC.*\n$/,
      ),
    ]);
  });

  test('a wrong argument exits with 2 even if nothing can be printed', async () => {
    const { code } = await runArbwatch({ args: ['wtach'], redirect: '2> /dev/full' });
    expect(code).toBe(2);
  });

  test('a failed reading exits with 1 even if nothing can be printed', async () => {
    const env = { REDIS_URL: 'redis://127.0.0.1:1' };
    const { code } = await runArbwatch({ args: [...watch, '--json'], env, redirect: '2> /dev/full' });
    expect(code).toBe(1);
  });
});
