import { rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Sandbox, startSandbox } from '../../sandbox';
import { startRedis } from '../../test/helpers/redisServer';
import { keepAlive } from '../setups/world';
import { Debian } from './debian';

const LIMIT_MS = 120_000;
const LOOK_EVERY_MS = 50;
/** A trader's heartbeat is gone after 60 s. */
const BEAT_MS = 10_000;

/** What `/arb-status` answers of a trader that lives. */
const ANSWER = 'paper docker: alive';

/** Tries every 50 ms until it gives something. Throws with what was waited for. */
async function until<T>(what: string, attempt: () => Promise<T | null>): Promise<T> {
  for (const endAt = performance.now() + LIMIT_MS; performance.now() < endAt; await sleep(LOOK_EVERY_MS)) {
    const found = await attempt().catch(() => null);
    if (found !== null) return found;
  }
  throw new Error(`${what} did not happen within ${LIMIT_MS / 1000} s`);
}

/** Starts `npm start` and resolves, with what it printed so far, once that fits. */
async function npmStart(debian: Debian, folder: string, printed: RegExp) {
  const child = debian.start(folder, 'npm start');
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += chunk));
  const match = await until(`npm start printing ${printed}`, async () => printed.exec(text));
  return { child, match };
}

/** From the clone to the first answer on the demo page. */
export async function demoAnswers(debian: Debian, folder: string): Promise<void> {
  const { child, match } = await npmStart(debian, folder, /Open (http:\S+)/);
  try {
    const page = match[1] ?? '';
    const act = { do: 'say', channel: 'C0OPS', thread: null, text: '/arb-status' };
    await until('the command', async () => {
      const response = await fetch(`${page}/act`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-sandbox-page': '1' },
        body: JSON.stringify({ as: 'operator', act }),
      });
      return response.ok ? true : null;
    });
    await until('the answer', async () => {
      const shown = await (await fetch(`${page}/?as=operator&in=ops`)).text();
      return shown.includes(ANSWER) ? true : null;
    });
  } finally {
    await Debian.end(child);
  }
}

/** The README's steps, with the sandbox in Slack's place: `.env`, doctor, start, and the first answer. */
export async function workspaceAnswers(debian: Debian, folder: string): Promise<void> {
  const redis = await startRedis({ args: ['--appendonly', 'yes'] });
  const slack = await startSandbox({ manifest: `${debian.outside(folder)}/manifest.yml` });
  let beating: NodeJS.Timeout | undefined;
  try {
    await keepAlive(redis);
    beating = setInterval(() => void keepAlive(redis), BEAT_MS);
    writeFileSync(`${debian.outside(folder)}/.env`, dotenv(slack, redis.url));
    await debian.run(folder, 'npm run -s arbwatch -- doctor');
    const { child } = await npmStart(debian, folder, /"msg":"listening"/);
    try {
      await until('the answer', async () => {
        await slack.command('/arb-status', '', { user: 'operator', channel: 'ops' });
        const shown = slack.seenBy('operator', 'ops').map((message) => message.shown);
        return shown.some((text) => text.includes(ANSWER)) ? true : null;
      });
    } finally {
      await Debian.end(child);
    }
  } finally {
    clearInterval(beating);
    rmSync(`${debian.outside(folder)}/.env`, { force: true });
    await Promise.all([slack.stop(), redis.stop()]);
  }
}

const dotenv = ({ apiUrl, tokens }: Sandbox, redisUrl: string): string =>
  [
    `SLACK_API_URL=${apiUrl}`,
    `SLACK_APP_TOKEN=${tokens.app}`,
    `SLACK_BOT_TOKEN=${tokens.bot}`,
    `REDIS_URL=${redisUrl}`,
    'ALERT_CHANNEL=C0ALERTS',
    'OPERATORS=U0OPERATOR',
    'TIMEZONE=Asia/Seoul',
    'CURRENCY=KRW',
    '',
  ].join('\n');
