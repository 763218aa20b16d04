import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_FILE } from '../../src/config/file';
import { isDemoMode } from '../../src/demoMode';
import { eventually } from '../helpers/eventually';
import { startRedis } from '../helpers/redisServer';

const ROOT = join(__dirname, '../..');
/** What `npm start` runs; npm itself answers a SIGINT with a code of its own. */
const START = join(ROOT, 'tools/start.mjs');
const LIMIT_MS = 90_000;
const { PATH = '' } = process.env;

describe('The bot runs in demo mode', () => {
  test('if nothing but a Redis is set', () => {
    expect(isDemoMode({ REDIS_URL: 'redis://localhost' }, NO_FILE)).toBe(true);
  });

  test.each([
    { SLACK_BOT_TOKEN: 'x' },
    { SLACK_TYPO: 'x' },
    { SLACK_BOT_TOKEN: '' },
    { NODE_ENV: 'production' },
    { ALERT_CHANNEL: 'C0ALERTS' },
    { DEADMAN_PING_URL: 'https://ping.example/x' },
    { OPERATORS: 'U0OLIVE' },
  ])('not with %j, which says production', (env) => {
    expect(isDemoMode(env, NO_FILE)).toBe(false);
  });

  test('not if the file says production', () => {
    const file = { ...NO_FILE, texts: { ALERT_CHANNEL: 'C0ALERTS' } };
    expect(isDemoMode({}, file)).toBe(false);
    // An empty variable hides none of the file.
    expect(isDemoMode({ ALERT_CHANNEL: '' }, file)).toBe(false);
    expect(isDemoMode({}, { ...NO_FILE, sections: { rules: {} } })).toBe(true);
  });
});

describe('npm start', () => {
  let cwd: string;
  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), 'arbwatch-'));
  });
  afterAll(() => rmSync(cwd, { recursive: true }));

  const started = (env: Readonly<Record<string, string>> = {}): Started => startMain(cwd, env);

  test(
    'in demo mode prints one line with a link to a page that says what to do',
    async () => {
      const main = started();
      const page = await main.page();
      expect(page).toContain('Stop a trader and watch #trading-alerts: it tells within 35 s.');
      expect(page).toContain('Stop the trader');
      const { code, out } = await main.interrupted();
      expect(out).toMatch(
        /^arbwatch runs in its sandbox, with demo data\. Open http:\S+ \(Ctrl-C stops it\)\n$/,
      );
      expect(code).toBe(0);
    },
    LIMIT_MS,
  );

  test(
    'in demo mode uses another port if the default one is taken',
    async () => {
      const other = createServer()
        .listen(3030, '127.0.0.1')
        .on('error', () => undefined);
      const main = started();
      expect(await main.link()).not.toBe('http://127.0.0.1:3030');
      await main.interrupted();
      await new Promise((resolve) => other.close(resolve));
    },
    LIMIT_MS,
  );

  test(
    'in demo mode reports an invalid setting',
    async () => {
      const { code, out } = await started({ PORT: 'abc' }).ended;
      expect(out).toMatch(/^The configuration has 1 problem:\n {2}PORT: invalid value "abc"/);
      expect(code).toBe(2);
    },
    LIMIT_MS,
  );

  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'ends the bot when npm is ended by %s',
    async (signal) => {
      const { child, link } = startNpm(cwd);
      const address = await link();
      child.kill(signal);
      await eventually(
        () =>
          fetch(address).then(
            () => false,
            () => true,
          ),
        'the page is gone',
      );
    },
    LIMIT_MS,
  );

  test(
    'with a Redis shows no demo traders, but keeps the controls for Slack',
    async () => {
      const redis = await startRedis();
      const main = started({ REDIS_URL: redis.url });
      const page = await main.page();
      const { out } = await main.interrupted();
      await redis.stop();
      expect(out).not.toContain('demo');
      expect(page).not.toContain('Stop the trader');
      expect(page).toContain('Take Slack down');
    },
    LIMIT_MS,
  );

  test(
    'with an incomplete Slack configuration says what is missing',
    async () => {
      const { code, out } = await started({ SLACK_BOT_TOKEN: 'xoxb-1-2' }).ended;
      expect(out).toContain('SLACK_SIGNING_SECRET: is not set, and neither is SLACK_APP_TOKEN');
      expect(out).not.toContain('sandbox');
      expect(code).toBe(2);
    },
    LIMIT_MS,
  );

  test(
    'in production lists what is missing and never loads the sandbox',
    async () => {
      const { code, out } = await started({ NODE_ENV: 'production' }).ended;
      expect(out).toContain('SLACK_BOT_TOKEN: is not set');
      expect(out).not.toContain('sandbox');
      expect(code).toBe(2);
    },
    LIMIT_MS,
  );
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
}

interface Started {
  readonly ended: Promise<Ended>;
  /** The address that was printed. */
  link(): Promise<string>;
  /** What is at that address. */
  page(): Promise<string>;
  /** How it ended after a SIGINT. */
  interrupted(): Promise<Ended>;
}

/** Starts the bot as `npm start` does, with this environment and no other. */
const startMain = (cwd: string, env: Readonly<Record<string, string>>): Started =>
  heard(spawn(process.execPath, [START], { cwd, env: { PATH, ...env } }));

/** `npm start` in a folder of its own: a `.env` that lies in the checkout is of a real bot. */
const startNpm = (cwd: string) => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const start = `${scripts.start}`.replace('tools/start.mjs', START);
  writeFileSync(join(cwd, 'package.json'), JSON.stringify({ scripts: { start } }));
  const child = spawn('npm', ['start'], { cwd, env: { PATH, NODE_ENV: 'test' } });
  return { child, ...heard(child) };
};

function heard(child: ChildProcessWithoutNullStreams): Started {
  let out = '';
  const linked = new Promise<string>((resolve) => {
    const hear = (chunk: Buffer) => {
      out += chunk;
      const [link] = /http:\/\/127\.0\.0\.1:\d+/.exec(out) ?? [];
      if (link !== undefined) resolve(link);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
  });
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, out })));
  return {
    ended,
    link: () => linked,
    page: async () => (await fetch(await linked)).text(),
    interrupted: async () => {
      await linked;
      child.kill('SIGINT');
      return ended;
    },
  };
}
